using System.ComponentModel;
using System.Text.Json.Serialization;
using BookRecs.Frontend.Health;
using BookRecs.Frontend.Transactions;

namespace BookRecs.Frontend.Problems;

/// <summary>The body of every answer from 400 up: problem details as in RFC 9457.</summary>
[Description("What went wrong: problem details as in RFC 9457.")]
internal sealed record ProblemDocument(
    [property: Description("Names the kind of problem; stable, to switch on.")] string Type,
    [property: Description("The kind of problem for people.")] string Title,
    [property: Description("The HTTP status.")] int Status,
    [property: Description("What happened this time.")] string Detail,
    [property: Description("The path that was asked for.")] string Instance,
    [property: Description("The W3C trace id, to find the request in traces and logs.")] string TraceId,
    [property: Description("The request id, as in the X-Request-Id header.")] string RequestId)
{
    [Description("The broken rules.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FieldError>? Errors { get; init; }

    [Description("What became of each transaction, in the order of the request.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TransactionRow>? Transactions { get; init; }

    [Description("The checks of /ready.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ReadinessCheck>? Checks { get; init; }
}
