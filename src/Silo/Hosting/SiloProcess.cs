using BookRecs.Silo.Settings;
using Microsoft.Extensions.Options;

namespace BookRecs.Silo.Hosting;

/// <summary>
/// From arguments to exit code: 0 after a stop or help that was asked for, 1 when the start or the run failed, 2 for bad settings.
/// </summary>
internal static class SiloProcess
{
    private const int Stopped = 0;
    private const int Failed = 1;
    private const int BadSettings = 2;

    /// <summary>Builds the host, runs it until it is stopped, and tells failures in one line.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="build">Registers everything and builds the host.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, Func<WebApplicationBuilder, WebApplication> build)
    {
        if (CommandLineArguments.AskForHelp(args))
        {
            await Console.Out.WriteLineAsync(CommandLineArguments.Help);
            return Stopped;
        }

        try
        {
            var unknown = CommandLineArguments.FindUnknown(args).ToArray();
            if (unknown.Length > 0)
                throw new SettingsException(unknown);

            // The settings file lies beside the program, wherever it is started from.
            var options = new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory };
            var builder = WebApplication.CreateBuilder(options);
            builder.UseDefaultAddress();
            builder.UseShortLogLines();
            await using var app = build(builder);
            var exit = app.Services.GetRequiredService<ExitReport>();
            await app.RunAsync();
            return exit.HasFailed ? Failed : Stopped;
        }
        catch (Exception error)
        {
            var (message, exitCode) = Explain(error);
            await Console.Error.WriteLineAsync($"bookrecs: {message}");
            return exitCode;
        }
    }

    /// <summary>One line for the operator, and the exit code.</summary>
    internal static (string Message, int ExitCode) Explain(Exception error) => error switch
    {
        SettingsException or OptionsValidationException => (OneLine(error.Message), BadSettings),
        OrleansConfigurationException => (OneLine(error.Message), BadSettings),
        AggregateException { InnerExceptions: [var only] } => Explain(only),
        AggregateException aggregate when aggregate.InnerExceptions.All(inner => inner is OptionsValidationException) =>
            (OneLine(string.Join("; ", aggregate.InnerExceptions.Select(inner => inner.Message))), BadSettings),
        IOException when error.Message.Contains("address already in use", StringComparison.OrdinalIgnoreCase) =>
            ($"{OneLine(error.Message)} Stop the other process, or choose another address with --urls.", Failed),
        FormatException when error.Message.StartsWith("Invalid url", StringComparison.Ordinal) =>
            ($"{OneLine(error.Message)}; --urls must be addresses such as {SiloBuilding.DefaultAddress}, separated by semicolons", BadSettings),
        // A setting of another type than it must have; the message names it.
        InvalidOperationException when error.Source == typeof(ConfigurationBinder).Assembly.GetName().Name => (OneLine(error.Message), BadSettings),
        _ => (OneLine(error.Message), Failed),
    };

    private static string OneLine(string message) =>
        string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
