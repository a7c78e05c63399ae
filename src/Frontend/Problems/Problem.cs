using BookRecs.Frontend.Health;
using BookRecs.Frontend.Transactions;

namespace BookRecs.Frontend.Problems;

/// <summary>A problem before it is written: its kind, what happened, and extensions.</summary>
internal sealed record Problem(ProblemType Type, string Detail)
{
    public IReadOnlyList<FieldError>? Errors { get; init; }

    public IReadOnlyList<TransactionRow>? Transactions { get; init; }

    public IReadOnlyList<ReadinessCheck>? Checks { get; init; }

    /// <summary>Seconds after which a repeat may succeed, sent as Retry-After; null when a repeat is pointless.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>A parameter that breaks a rule.</summary>
    public static Problem InvalidParameter(string field, string? value, string rule) =>
        InvalidParameter(FieldError.Of(field, value, rule));

    /// <inheritdoc cref="InvalidParameter(string, string?, string)"/>
    public static Problem InvalidParameter(FieldError error) =>
        new(ProblemType.InvalidParameter, $"{error.Field} {error.Rule}.") { Errors = [error] };

    /// <summary>A grain that failed or did not answer in time.</summary>
    public static Problem Unavailable(string what) =>
        new(ProblemType.Unavailable, $"{what} cannot be had now; try again.") { RetryAfterSeconds = 1 };
}
