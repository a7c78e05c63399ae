using BookRecs.Grains.Interfaces.Transactions;
using BookRecs.Grains.Log;
using BookRecs.Grains.Topics;
using Microsoft.Extensions.Logging;

namespace BookRecs.Grains.Models;

/// <summary>
/// Sends a <see cref="TopicNames.RetrainModel"/> whenever the log has grown by so many acts. It goes by the places in the log, so that of
/// any number of silos one sends it, and a restart does not begin counting anew.
/// </summary>
/// <param name="topics">Where is asked.</param>
/// <param name="options">How many acts.</param>
/// <param name="logger">Hears of a request that was not taken.</param>
public sealed class RetrainTrigger(ITopics topics, ModelOptions options, ILogger<RetrainTrigger> logger)
{
    /// <summary>Why a training is asked for here.</summary>
    public const string Reason = "transactions";

    /// <summary>Looks at what the log took. Nobody waits for the request.</summary>
    public void Note(IReadOnlyList<AppendResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        if (options.RetrainEveryTransactions == 0)
            return;
        foreach (var result in results)
        {
            if (result.Status == TransactionStatus.Accepted && result.Sequence % options.RetrainEveryTransactions == 0)
                _ = Task.Run(AskAsync);
        }
    }

    private async Task AskAsync()
    {
        try
        {
            await topics.PublishAsync(TopicNames.RetrainModel, RetrainRequest.ToRecord(new RetrainRequest(Reason, null)));
        }
        catch (Exception error)
        {
            GrainsLog.TrainingNotRequested(logger, error.Message);
        }
    }
}
