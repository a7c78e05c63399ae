using System.Text.Json;
using BookRecs.Frontend.Options;
using BookRecs.Grains;
using BookRecs.Grains.Interfaces.Recommendations;
using BookRecs.Grains.Interfaces.Users;
using BookRecs.Grains.Log;
using BookRecs.Grains.Models;
using BookRecs.Silo.Hosting;
using BookRecs.Silo.Settings;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Options;

namespace BookRecs.Silo.Startup;

/// <summary>Says what to try, with a reader that exists and the address that the service really has.</summary>
internal sealed class Conversation(
    IServer server,
    IGrainFactory grains,
    ITransactionLog log,
    ModelHost models,
    IOptions<SecurityOptions> security,
    ProcessSettings settings,
    TimeProvider time)
{
    /// <summary>Readers looked at to find one with some history.</summary>
    private const int LookedAt = 50;

    /// <summary>Acts before the last that make a history worth showing.</summary>
    private const int EnoughActs = 5;

    /// <summary>The first address the service listens at, as a caller on this machine writes it.</summary>
    public string Address => ListenAddress.Of(server);

    /// <summary>Asks for the list of a reader and writes the conversation about it.</summary>
    public async Task<string> WriteAsync(LogSummary summary, CancellationToken cancellationToken)
    {
        try
        {
            var userId = await FindReaderAsync(cancellationToken);
            var list = await RepeatedCall.RunAsync(
                () => grains.GetGrain<IUserGrain>(userId).GetRecommendationsAsync(RecommendationQuery.AheadOfTime), time, cancellationToken);
            return settings.Role.ServesApi
                ? Text(summary, userId, list.Items.IsEmpty ? null : list.Items[0].ItemId)
                : $"BookRecs holds grains, with model {models.Version}; {Address}/ready tells how it is. Stop with Ctrl+C.";
        }
        catch (LogUnavailableException error)
        {
            // No reader to show it with, but the service serves all the same.
            return $"BookRecs listens at {Address}, with model {models.Version}. The log does not answer: {error.Message} "
                + $"{Address}/ready tells how it is. Stop with Ctrl+C.";
        }
    }

    /// <summary>A text as one word of a shell.</summary>
    internal static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private string Text(LogSummary summary, string userId, string? itemId)
    {
        var user = Uri.EscapeDataString(userId);
        var key = security.Value.ApiKey is null ? "" : " -H \"Authorization: Bearer $BOOKRECS_KEY\"";
        var data = FormattableString.Invariant($"{summary.Users:N0} readers, {summary.Items:N0} books, {summary.Transactions:N0} acts");
        var lines = new List<string>
        {
            "",
            $"BookRecs is ready at {Address}: {(summary.IsSynthetic ? "synthetic shop" : "shop")} with {data}; model {models.Version}.",
            "Try:",
            $"  curl{key} {Quote($"{Address}/v1/recommendations?user_id={user}")}",
        };
        if (itemId is not null)
        {
            var transactionId = FormattableString.Invariant($"try-{time.GetUtcNow():yyyyMMdd'T'HHmmss}");
            var act = new { transaction_id = transactionId, user_id = userId, item_id = itemId, kind = "purchase" };
            var body = JsonSerializer.Serialize(new { transactions = new[] { act } });
            lines.Add($"  curl{key} -H 'Content-Type: application/json' -d {Quote(body)} {Quote($"{Address}/v1/transactions")}");
        }

        lines.Add($"  curl{key} {Quote($"{Address}/v1/recommendations?user_id={user}")}");
        lines.Add($"  curl{key} {Quote($"{Address}/v1/users/{user}/history?limit=5")}");
        lines.Add("Stop with Ctrl+C.");
        return string.Join(Environment.NewLine, lines);
    }

    /// <summary>A reader of the most popular book, with some history where one of the latest has it; cheap in a log of any size.</summary>
    private async Task<string> FindReaderAsync(CancellationToken cancellationToken)
    {
        var popular = await log.ReadPopularItemsAsync(1, cancellationToken);
        var readers = (await log.ReadItemAsync(popular[0], LookedAt, EnoughActs, cancellationToken)).RecentReaders;
        return readers.MaxBy(static reader => reader.PrecedingItems.Count)!.UserId;
    }
}
