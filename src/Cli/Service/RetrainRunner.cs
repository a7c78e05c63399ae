using System.Net;
using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Output;
using BookRecs.Client;
using BookRecs.Client.Models;

namespace BookRecs.Cli.Service;

/// <summary>Asks for a training and follows it to its end. A service that is away for a while, as in an upgrade, is asked again.</summary>
/// <param name="terminal">Where results and messages go.</param>
/// <param name="http">Speaks to the service.</param>
internal sealed class RetrainRunner(Terminal terminal, HttpClient http)
{
    private readonly BookRecsClient _client = new(http);

    /// <summary>Time between two looks.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Does it.</summary>
    /// <param name="timeout">How long it may take in all.</param>
    /// <param name="cancellationToken">Stops waiting; the training goes on.</param>
    /// <returns>Success when a model was made, whether the gate let it serve or not.</returns>
    public async Task<int> RunAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var began = terminal.Time.GetTimestamp();
        var training = await _client.RetrainAsync(cancellationToken);
        using var timer = new PeriodicTimer(Interval, terminal.Time);
        var told = "";
        while (training.State is "queued" or "running")
        {
            if (training.Stage != told)
                terminal.Error.WriteLine($"training {training.TrainingId} is {training.State}: {training.Stage}");
            told = training.Stage;
            if (terminal.Time.GetElapsedTime(began) > timeout)
                throw new IOException($"training {training.TrainingId} did not end within {timeout.TotalMinutes:0} minutes; it goes on");
            await timer.WaitForNextTickAsync(cancellationToken);
            training = await LookAsync(training, cancellationToken);
        }

        if (training.State != "succeeded")
            throw new IOException($"training {training.TrainingId} failed: {training.Error}");
        await TellAsync(training, cancellationToken);
        return ExitCode.Success;
    }

    private async Task<TrainingStatus> LookAsync(TrainingStatus training, CancellationToken cancellationToken)
    {
        try
        {
            var last = (await _client.GetModelsAsync(cancellationToken)).Training;
            return last?.TrainingId == training.TrainingId
                ? last
                : throw new IOException($"training {training.TrainingId} is gone; another one, {last?.TrainingId ?? "none"}, came after it");
        }
        catch (Exception error) when (IsPassing(error) && !cancellationToken.IsCancellationRequested)
        {
            return training;
        }
    }

    private async Task TellAsync(TrainingStatus training, CancellationToken cancellationToken)
    {
        var registry = await _client.GetModelsAsync(cancellationToken);
        var model = registry.Models.FirstOrDefault(model => model.Version == training.Version);
        terminal.Out.WriteLine($"version {training.Version}");
        terminal.Out.WriteLine($"{model?.Status ?? "unknown"}: {model?.Decision ?? "the registry does not list it any more"}");
        terminal.Out.WriteLine($"serving {registry.ActiveVersion}");
    }

    private static bool IsPassing(Exception error) =>
        error is HttpRequestException or TaskCanceledException or BookRecsException { Status: HttpStatusCode.ServiceUnavailable };
}
