using Orleans;

namespace BookRecs.LocalRuntime.Tests.Refused;

internal sealed class BadGrain : Grain, IBadGrain
{
    public Task ArrayAsync(int[] values) => Task.CompletedTask;

    public Task<List<string>> ListAsync() => Task.FromResult(new List<string>());

    public Task PlainClassAsync(PlainClass value) => Task.CompletedTask;

    public int Synchronous() => 0;

    public Task TokenFirstAsync(CancellationToken token, int value) => Task.CompletedTask;

    public Task EightAsync(int a, int b, int c, int d, int e, int f, int g, int h) => Task.CompletedTask;

    public Task GenericAsync<T>(T value) => Task.CompletedTask;

    public Task RecordsAsync(Unmarked unmarked, Settable settable, TwiceNumbered twice, Nested nested, WritableStruct writable) =>
        Task.CompletedTask;
}
