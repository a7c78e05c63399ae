using BookRecs.Frontend.Options;
using BookRecs.Silo.Hosting;
using BookRecs.Silo.Settings;
using BookRecs.Silo.Startup;
using BookRecs.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace BookRecs.Silo.Tests;

public sealed class StartTests
{
    [Fact]
    public void Explain_BadSettings_IsExitCode2()
    {
        Assert.Equal(("a; b", 2), SiloProcess.Explain(new SettingsException(["a", "b"])));
        Assert.Equal(2, SiloProcess.Explain(new OptionsValidationException("o", typeof(object), ["a"])).ExitCode);
    }

    [Theory]
    [InlineData("MaxFutureHours", "x")]
    [InlineData("MaxFuture", "24")]
    public void Explain_SettingsThatDotNetRefuses_NamesThemAndIsExitCode2(string name, string value)
    {
        var values = new ConfigurationBuilder().AddInMemoryCollection([new($"BookRecs:Http:{name}", value)]).Build();
        var refusal = Assert.Throws<InvalidOperationException>(
            () => values.GetSection("BookRecs:Http").Get<HttpOptions>(static binder => binder.ErrorOnUnknownConfiguration = true));
        var (message, exitCode) = SiloProcess.Explain(refusal);
        Assert.Contains(name, message, StringComparison.Ordinal);
        Assert.Equal(2, exitCode);
    }

    [Fact]
    public void Explain_StoreInUse_IsItsMessageAndExitCode1() =>
        Assert.Equal(("shop.db is in use", 1), SiloProcess.Explain(new AggregateException(new StorageException("shop.db is in use"))));

    [Fact]
    public void Explain_PortInUse_SaysWhatToDo()
    {
        var error = new IOException("Failed to bind to address http://127.0.0.1:5080: address already in use.");
        var (message, exitCode) = SiloProcess.Explain(error);
        Assert.EndsWith("choose another address with --urls.", message, StringComparison.Ordinal);
        Assert.Equal(1, exitCode);
    }

    [Fact]
    public void Explain_AddressThatIsNone_NamesTheSettingAndIsExitCode2()
    {
        var (message, exitCode) = SiloProcess.Explain(Assert.Throws<FormatException>(() => BindingAddress.Parse("nonsense")));
        Assert.Contains("'nonsense'; --urls must be addresses", message, StringComparison.Ordinal);
        Assert.Equal(2, exitCode);
    }

    [Fact]
    public void Explain_IsOneLine() => Assert.Equal("a b", SiloProcess.Explain(new InvalidOperationException("a\r\n  b\n")).Message);

    [Theory]
    [InlineData("--url=http://127.0.0.1:1", "--url is not a setting; it must be --urls or begin with --BookRecs: (see --help)")]
    [InlineData("--BookRec:Storage:Path x", "--BookRec:Storage:Path is not a setting; it must be --urls or begin with --BookRecs: (see --help)")]
    [InlineData("serve", "'serve' is not a setting; it must be --NAME VALUE or --NAME=VALUE (see --help)")]
    [InlineData("--BookRecs:Users:HistoryLimit 5 6", "'6' is not a setting; it must be --NAME VALUE or --NAME=VALUE (see --help)")]
    [InlineData("--urls", "--urls has no value")]
    public void Argument_ThatNothingReads_IsNamed(string commandLine, string message) =>
        Assert.Equal([message], CommandLineArguments.FindUnknown(commandLine.Split(' ')));

    [Theory]
    [InlineData("")]
    [InlineData("--urls http://127.0.0.1:1 --BookRecs:Storage:Path=a=b --bookrecs:users:historylimit -5")]
    [InlineData("--Logging:LogLevel:Default Debug --environment=Development --shutdownTimeoutSeconds 5")]
    public void Arguments_ThatAreSettings_AreTaken(string commandLine) =>
        Assert.Empty(CommandLineArguments.FindUnknown(commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Fact]
    public async Task Help_IsPrinted_AndNothingIsBuilt()
    {
        var exitCode = await SiloProcess.RunAsync(["--help"], _ => throw new InvalidOperationException("The host was built."));
        Assert.Equal(0, exitCode);
        Assert.Contains(SiloBuilding.DefaultAddress, CommandLineArguments.Help, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5080", "http://127.0.0.1:5080")]
    [InlineData("http://0.0.0.0:80/", "http://127.0.0.1:80")]
    [InlineData("http://[::]:5080", "http://localhost:5080")]
    [InlineData("http://*:5080", "http://localhost:5080")]
    public void Reachable_IsAnAddressThatACallerCanUse(string bound, string reachable) =>
        Assert.Equal(reachable, ListenAddress.Reachable(bound));

    [Theory]
    [InlineData("plain", "'plain'")]
    [InlineData("O'Brien $HOME", "'O'\\''Brien $HOME'")]
    public void Quote_IsOneWordOfAShell(string text, string word) => Assert.Equal(word, Conversation.Quote(text));
}
