using BookRecs.Grains.Models;
using BookRecs.Grains.Tests.Fakes;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Data.Synthetic;
using BookRecs.Recommender.Training;

[assembly: AssemblyFixture(typeof(TrainedShop))]

namespace BookRecs.Grains.Tests.Fakes;

/// <summary>A small synthetic shop with two models trained on it, once for all tests.</summary>
public sealed class TrainedShop : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bookrecs-grains-").FullName;

    public TrainedShop()
    {
        var shop = new SyntheticShop(new SyntheticShopOptions { Users = 80, Items = 200, Interactions = 1_500 });
        Books = [.. shop.Books()];
        Interactions = [.. shop.Interactions()];
        Options = new ModelOptions { Path = _folder };
        Reader = Interactions
            .GroupBy(act => act.UserId)
            .OrderByDescending(user => user.Count())
            .ThenBy(user => user.Key, StringComparer.Ordinal)
            .First()
            .Key;
        First = Train(1);
        Second = Train(2);
    }

    public IReadOnlyList<Book> Books { get; }

    public IReadOnlyList<Interaction> Interactions { get; }

    public ModelOptions Options { get; }

    /// <summary>The user with the most acts.</summary>
    public string Reader { get; }

    public ModelManifest First { get; }

    public ModelManifest Second { get; }

    public MemoryShop ToShop(TimeProvider time)
    {
        var shop = new MemoryShop(time);
        shop.Add([.. Books]);
        foreach (var interaction in Interactions)
            shop.Add(interaction);
        return shop;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private ModelManifest Train(int seed)
    {
        var builder = new TrainingDataBuilder();
        foreach (var book in Books)
            builder.Add(book);
        foreach (var interaction in Interactions)
            builder.Add(interaction);
        var options = new TrainingOptions { Seed = seed, Threads = 1, HoldoutFraction = 0 };
        return TrainingPipeline.Train(
            builder.Build(), options, _folder, new ManualTime(new DateTimeOffset(2026, 1, seed, 0, 0, 0, TimeSpan.Zero)));
    }
}
