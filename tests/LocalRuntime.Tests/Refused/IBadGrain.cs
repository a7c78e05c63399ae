using Orleans;

namespace BookRecs.LocalRuntime.Tests.Refused;

public interface IBadGrain : IGrainWithStringKey
{
    Task ArrayAsync(int[] values);

    Task<List<string>> ListAsync();

    Task PlainClassAsync(PlainClass value);

    int Synchronous();

    Task TokenFirstAsync(CancellationToken token, int value);

    Task EightAsync(int a, int b, int c, int d, int e, int f, int g, int h);

    Task GenericAsync<T>(T value);

    Task RecordsAsync(Unmarked unmarked, Settable settable, TwiceNumbered twice, Nested nested, WritableStruct writable);
}
