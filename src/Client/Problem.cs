using BookRecs.Client.Transactions;

namespace BookRecs.Client;

/// <summary>Problem details as in RFC 9457.</summary>
/// <param name="Type">Names the kind of problem, such as urn:bookrecs:problem:invalid-parameter; stable, to switch on.</param>
/// <param name="Title">The kind of problem for people.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What happened this time.</param>
public sealed record Problem(string Type, string Title, int Status, string Detail)
{
    /// <summary>The path that was asked for.</summary>
    public string? Instance { get; init; }

    /// <summary>The W3C trace id.</summary>
    public string? TraceId { get; init; }

    /// <summary>The request id, which the service's log names too.</summary>
    public string? RequestId { get; init; }

    /// <summary>The broken rules.</summary>
    public IReadOnlyList<FieldError>? Errors { get; init; }

    /// <summary>What became of each transaction of a batch.</summary>
    public IReadOnlyList<TransactionRow>? Transactions { get; init; }

    /// <summary>The conditions of readiness.</summary>
    public IReadOnlyList<ReadinessCheck>? Checks { get; init; }
}
