using BookRecs.Grains.Interfaces.Recommendations;
using BookRecs.Grains.Interfaces.Users;
using BookRecs.Grains.Topics;
using Microsoft.Extensions.Hosting;

namespace BookRecs.Grains.Recommendations;

/// <summary>
/// Answers <see cref="TopicNames.RequestsForPredictions"/> and <see cref="TopicNames.RefreshRecommendations"/> on
/// <see cref="TopicNames.RecommendationUpdates"/>, so that a shop can fill a cache of its own without HTTP. Refreshes are made at a bounded
/// rate: nobody waits for them, and readers do wait for what else the processors have to do.
/// </summary>
/// <param name="topics">Where is asked and answered.</param>
/// <param name="grains">Finds the users.</param>
/// <param name="options">The rate of refreshes.</param>
/// <param name="time">The clock.</param>
public sealed class PredictionService(ITopics topics, IGrainFactory grains, RefreshOptions options, TimeProvider time) : IHostedService
{
    /// <summary>The consumer group that answers questions.</summary>
    public const string QuestionGroup = "predictions";

    /// <summary>The consumer group that makes lists anew.</summary>
    public const string RefreshGroup = "refreshes";

    private readonly TimeSpan _refreshInterval = TimeSpan.FromSeconds(1.0 / options.PerSecond);
    private readonly List<IAsyncDisposable> _subscriptions = [];
    private long _nextRefresh;

    /// <summary>Joins the consumer groups.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _nextRefresh = time.GetTimestamp();
        _subscriptions.Add(topics.SubscribeByKey(TopicNames.RequestsForPredictions, QuestionGroup, AnswerAsync));
        _subscriptions.Add(topics.Subscribe(TopicNames.RefreshRecommendations, RefreshGroup, RefreshAsync));
        return Task.CompletedTask;
    }

    /// <summary>Leaves them.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var subscription in _subscriptions)
            await subscription.DisposeAsync();
    }

    private async Task<IReadOnlyList<RefusedRecord>> AnswerAsync(IReadOnlyList<TopicRecord> records, CancellationToken cancellationToken)
    {
        List<RefusedRecord>? refused = null;
        for (var place = 0; place < records.Count; place++)
        {
            try
            {
                var request = PredictionRequest.Parse(records[place]);
                await AnswerAsync(request.RequestId, request.UserId, request.Query, cancellationToken);
            }
            catch (InvalidDataException error)
            {
                (refused ??= []).Add(new RefusedRecord(place, error.Message));
            }
        }

        return refused ?? (IReadOnlyList<RefusedRecord>)[];
    }

    private async Task RefreshAsync(TopicRecord record, CancellationToken cancellationToken)
    {
        var userId = RefreshRequest.Parse(record);
        var wait = time.GetElapsedTime(time.GetTimestamp(), _nextRefresh);
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, time, cancellationToken);
        _nextRefresh = time.GetTimestamp() + (long)(_refreshInterval.TotalSeconds * time.TimestampFrequency);
        await AnswerAsync(null, userId, RecommendationQuery.AheadOfTime, cancellationToken);
    }

    private async Task AnswerAsync(string? requestId, string userId, RecommendationQuery query, CancellationToken cancellationToken)
    {
        var list = await grains.GetGrain<IUserGrain>(userId).GetRecommendationsAsync(query).WaitAsync(cancellationToken);
        var update = RecommendationUpdate.ToRecord(requestId, userId, list, time.GetUtcNow());
        await topics.PublishAsync(TopicNames.RecommendationUpdates, update, cancellationToken);
    }
}
