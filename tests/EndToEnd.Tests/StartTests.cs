using System.Text.RegularExpressions;

namespace BookRecs.EndToEnd.Tests;

/// <summary>Starting and stopping as an operator sees it.</summary>
public sealed class StartTests(TrainedShop shop)
{
    [Fact]
    public async Task FirstStart_SaysWhatToTry_WithAReaderThatExists()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var console = await shop.ConsoleAsync();
        Assert.Contains("synthetic", console, StringComparison.OrdinalIgnoreCase);
        var suggested = Regex.Match(console, @"/v1/recommendations\?user_id=(?<user>[\w-]+)");
        Assert.True(suggested.Success, $"The first start names no reader to ask for. It printed:\n{console}");

        using var folder = await shop.CopyAsync();
        await using var silo = await SiloProcess.StartReadyAsync(folder.Path, cancellation);
        Assert.NotEmpty(await silo.HistoryAsync(suggested.Groups["user"].Value, cancellation));
    }

    [Fact]
    public async Task SecondSilo_OnTheSameFile_IsRefusedInOneLine()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = await shop.CopyAsync();
        await using var first = await SiloProcess.StartReadyAsync(folder.Path, cancellation);
        await using var second = SiloProcess.Start(folder.Path);
        Assert.Equal(1, await second.WaitForExitAsync(cancellation));
        AssertOneClearLine(second, "shop.db");
        await first.GetJsonAsync("/health", cancellation);
    }

    [Fact]
    public async Task PortInUse_IsToldInOneLine()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = await shop.CopyAsync();
        using var other = await shop.CopyAsync();
        await using var first = await SiloProcess.StartReadyAsync(folder.Path, cancellation);
        await using var second = SiloProcess.Start(other.Path, "--urls", first.Url);
        Assert.Equal(1, await second.WaitForExitAsync(cancellation));
        AssertOneClearLine(second, new Uri(first.Url).Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("--BookRecs:Storage:Provider=oracle", "Provider")]
    [InlineData("--BookRecs:Users:HistoryLimit=-1", "HistoryLimit")]
    [InlineData("--urls=http://0.0.0.0:0", "Key")]
    public async Task BadSetting_StopsTheStart_NamingIt(string setting, string named)
    {
        using var folder = new TemporaryFolder();
        await using var silo = SiloProcess.Start(folder.Path, setting);
        Assert.Equal(2, await silo.WaitForExitAsync(TestContext.Current.CancellationToken));
        AssertOneClearLine(silo, named);
    }

    [Fact]
    public async Task ForeignFile_IsRefused_AndLeftAsItIs()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "notes.db");
        await File.WriteAllTextAsync(path, new string('x', 10_000), TestContext.Current.CancellationToken);
        await using var silo = SiloProcess.Start(folder.Path, $"--BookRecs:Storage:Path={path}");
        Assert.Equal(1, await silo.WaitForExitAsync(TestContext.Current.CancellationToken));
        AssertOneClearLine(silo, "notes.db");
        Assert.Equal(new string('x', 10_000), await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    private static void AssertOneClearLine(SiloProcess silo, string named)
    {
        var line = Assert.Single(silo.ErrorLines);
        Assert.StartsWith("bookrecs: ", line, StringComparison.Ordinal);
        Assert.Contains(named, line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", silo.Console, StringComparison.Ordinal);
    }
}
