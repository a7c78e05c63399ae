using BookRecs.Recommender.Data;

namespace BookRecs.Cli.Simulate;

/// <summary>An act to send.</summary>
/// <param name="TransactionId">Its id in this replay.</param>
/// <param name="Interaction">What was done; its date is not sent, as it happens again now.</param>
internal readonly record struct ReplayAct(string TransactionId, Interaction Interaction);
