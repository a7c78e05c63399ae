namespace BookRecs.Cli.Simulate;

/// <summary>How far a replay is.</summary>
/// <param name="Sent">Acts handed to the transport.</param>
/// <param name="Acknowledged">Acts that it has confirmed: over HTTP the service, over Kafka the brokers.</param>
/// <param name="Failed">Acts that it has refused or not confirmed.</param>
/// <param name="Lag">Acknowledged acts that the service is not done with, or null where that is not known.</param>
internal readonly record struct ReplayTotals(long Sent, long Acknowledged, long Failed, long? Lag);
