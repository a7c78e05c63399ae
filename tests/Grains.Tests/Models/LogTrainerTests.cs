using System.Globalization;
using BookRecs.Grains.Models;
using BookRecs.Grains.Tests.Fakes;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Training;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace BookRecs.Grains.Tests.Models;

public sealed class LogTrainerTests : IDisposable
{
    private const int Authors = 40;
    private const int BooksPerAuthor = 5;

    private readonly string _folder = Directory.CreateTempSubdirectory("bookrecs-trainer-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TrainAsync_WarnsOfRecordsThatAreNotThoseOfTheBooksActedOn(bool areJoinedWrongly)
    {
        var shop = Shop(item => areJoinedWrongly ? item % Authors : item / BooksPerAuthor);
        var logger = new Warnings();

        var model = await TrainAsync(shop, logger);

        if (areJoinedWrongly)
        {
            var warning = Assert.Single(logger.Lines);
            Assert.StartsWith($"2016 Model {model}: who acts on a popular book", warning, StringComparison.Ordinal);
        }
        else
        {
            Assert.Empty(logger.Lines);
        }
    }

    private async Task<string> TrainAsync(MemoryShop shop, Warnings logger)
    {
        using var models = new ModelHost(new FakeModelStore(), shop, NullLogger<ModelHost>.Instance);
        var options = new TrainingOptions { HoldoutFraction = 0 };
        var candidates = options.Candidates;
        var trainer = new LogTrainer(
            shop,
            shop,
            models,
            new FakeModelStore(),
            new ModelOptions { Path = _folder },
            options with
            {
                Candidates = candidates with
                {
                    Content = candidates.Content with { Subwords = 0 },
                    Engine = candidates.Engine with { MinInteractions = 1_000_000 },
                },
            },
            TimeProvider.System,
            logger);
        return (await trainer.TrainAsync(new Progress<TrainingProgress>(), TestContext.Current.CancellationToken)).Version;
    }

    /// <summary>Readers act on two books each of three authors, whom the records name or not.</summary>
    private static MemoryShop Shop(Func<int, int> authorOf)
    {
        var shop = new MemoryShop(TimeProvider.System);
        for (var item = 0; item < Authors * BooksPerAuthor; item++)
            shop.Add(new Book { ItemId = Id(item), Title = Word(1_000 + item), Authors = [Word(authorOf(item))] });
        var random = new Random(17);
        for (var choice = 0; choice < 1_200; choice++)
        {
            var first = random.Next(Authors) * BooksPerAuthor;
            for (var act = 0; act < 2; act++)
                shop.Add(new Interaction(Id(choice / 3), Id(first + random.Next(BooksPerAuthor)), InteractionKind.Purchase, false, null, null));
        }

        return shop;
    }

    private static string Id(int number) => number.ToString("D3", CultureInfo.InvariantCulture);

    private static string Word(int number) => string.Concat(
        Enumerable.Range(0, 4).Select(place => (char)('a' + (number / (int)Math.Pow(26, place) % 26))));

    private sealed class Warnings : ILogger<LogTrainer>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add($"{eventId.Id} {formatter(state, exception)}");
    }
}
