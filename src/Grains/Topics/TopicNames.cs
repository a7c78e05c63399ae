namespace BookRecs.Grains.Topics;

/// <summary>The six topics, by their wire names.</summary>
public static class TopicNames
{
    /// <summary>Acts of users; key: user id.</summary>
    public const string NewTransactions = "new_transactions";

    /// <summary>Requests for a training.</summary>
    public const string RetrainModel = "retrain_model";

    /// <summary>Another model serves; key: its version.</summary>
    public const string ModelUpdated = "model_updated";

    /// <summary>Requests to rank users anew ahead of time; key: user id.</summary>
    public const string RefreshRecommendations = "refresh_recommendations";

    /// <summary>Questions; key: user id.</summary>
    public const string RequestsForPredictions = "requests_for_predictions";

    /// <summary>Answers to them; key: user id.</summary>
    public const string RecommendationUpdates = "recommendation_updates";

    /// <summary>All six.</summary>
    public static IReadOnlyList<string> All { get; } =
        [NewTransactions, RetrainModel, ModelUpdated, RefreshRecommendations, RequestsForPredictions, RecommendationUpdates];

    /// <summary>Where records of a topic go that cannot be handled.</summary>
    public static string DeadLetterOf(string topic) => topic + ".dead_letter";

    /// <summary>Refuses a topic that is none of these and no dead-letter topic of one.</summary>
    /// <exception cref="ArgumentException">It is not; the message names it.</exception>
    public static void Check(string topic)
    {
        if (!All.Contains(topic) && !All.Any(name => DeadLetterOf(name) == topic))
            throw new ArgumentException($"topic '{topic}' is none of {string.Join(", ", All)}", nameof(topic));
    }
}
