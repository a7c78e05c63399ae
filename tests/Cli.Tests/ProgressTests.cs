using BookRecs.Cli.Output;
using BookRecs.Cli.Train;
using BookRecs.Recommender.Training;

namespace BookRecs.Cli.Tests;

public sealed class ProgressTests
{
    private readonly ManualTime _time = new();
    private readonly StringWriter _output = new() { NewLine = "\n" };

    [Fact]
    public async Task PlainProgress_QuickStep_SaysNothing()
    {
        await new PlainProgressDisplay(_output, _time).RunAsync(steps =>
        {
            using var step = steps.Begin("books", ProgressUnit.Bytes, 100);
            _time.Advance(TimeSpan.FromSeconds(9));
            step.Report(100, 5);
            return Task.FromResult(true);
        });

        Assert.Empty(_output.ToString());
    }

    [Fact]
    public async Task PlainProgress_LongStep_SaysShareRateAndTimeLeftEveryTenSeconds()
    {
        await new PlainProgressDisplay(_output, _time).RunAsync(steps =>
        {
            using var step = steps.Begin("interactions", ProgressUnit.Bytes, 40_000_000);
            for (var second = 1; second <= 20; second++)
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                step.Report(1_000_000 * second, 120_000 * second);
            }

            return Task.FromResult(true);
        });

        Assert.Equal(
            """
            interactions: 25 % of 40 MB, 1,200,000 rows, 120,000 rows/s, 30.0 s left
            interactions: 50 % of 40 MB, 2,400,000 rows, 120,000 rows/s, 20.0 s left
            interactions: done in 20.0 s

            """,
            _output.ToString());
    }

    [Fact]
    public async Task PlainProgress_UnknownTotal_SaysTheTimeSoFar()
    {
        await new PlainProgressDisplay(_output, _time).RunAsync(steps =>
        {
            using var step = steps.Begin("fit content");
            _time.Advance(TimeSpan.FromSeconds(75));
            step.Report(0, 0);
            return Task.FromResult(true);
        });

        Assert.Equal("fit content: 1 min 15 s so far\nfit content: done in 1 min 15 s\n", _output.ToString());
    }

    [Fact]
    public async Task Training_OfManyStages_IsOneStepWithTheTimeLeftOfAll()
    {
        await new PlainProgressDisplay(_output, _time).RunAsync(steps =>
        {
            using var training = new TrainingSteps(steps, interactions: 4_000_000);
            _time.Advance(TimeSpan.FromSeconds(30));
            training.Report(new TrainingProgress("fit item_to_item", 0.25));
            _time.Advance(TimeSpan.FromSeconds(30));
            training.Report(new TrainingProgress("write", 0.75));
            _time.Advance(TimeSpan.FromSeconds(5));
            training.Report(new TrainingProgress("done", 1));
            return Task.FromResult(true);
        });

        Assert.Equal(
            """
            train: fit item_to_item: 25 % of 4,000,000, 1,000,000 rows, 33,333 rows/s, 1 min 30 s left
            train: write: 75 % of 4,000,000, 3,000,000 rows, 50,000 rows/s, 20.0 s left
            train: done in 1 min 5 s

            """,
            _output.ToString());
    }

    [Fact]
    public async Task BarProgress_OnAnyWriter_GivesTheResultOfTheWork()
    {
        var result = await new BarProgressDisplay(_output).RunAsync(steps =>
        {
            using (var step = steps.Begin("rows [1/2]", ProgressUnit.Rows, 10))
                step.Report(10, 10);
            using (steps.Begin("rows [2/2]"))
                return Task.FromResult(42);
        });

        Assert.Equal(42, result);
    }

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1_500, "1.5 kB")]
    [InlineData(4_000_000_000, "4 GB")]
    public void Bytes_OfAnySize_AreShort(long bytes, string text) => Assert.Equal(text, Quantities.Bytes(bytes));

    [Theory]
    [InlineData(0.04, "0.0 s")]
    [InlineData(59.9, "59.9 s")]
    [InlineData(61, "1 min 1 s")]
    [InlineData(90_000, "25 h 0 min")]
    public void Duration_OfAnyLength_IsShort(double seconds, string text) =>
        Assert.Equal(text, Quantities.Duration(TimeSpan.FromSeconds(seconds)));
}
