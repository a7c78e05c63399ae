using BookRecs.Frontend.Problems;
using Microsoft.OpenApi;

namespace BookRecs.Frontend.OpenApi;

/// <summary>What the OpenAPI document says of a route.</summary>
/// <param name="Id">The operation id: the name of a client's method.</param>
/// <param name="Tag">The group.</param>
/// <param name="Summary">One line.</param>
/// <param name="Description">Everything a caller needs to know.</param>
internal sealed record ApiOperation(string Id, string Tag, string Summary, string Description)
{
    public IReadOnlyList<ApiParameter> Parameters { get; init; } = [];

    /// <summary>Whether a query string is an error; probes and documents pass over one.</summary>
    public bool RefusesAnyQuery =>
        Problems.Contains(ProblemType.InvalidParameter) && Parameters.All(static parameter => parameter.In != ParameterLocation.Query);

    /// <summary>The body that is sent, or null.</summary>
    public Type? Request { get; init; }

    public string? RequestExample { get; init; }

    /// <summary>The status of success.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>Another status of success with the same body, such as 201 where something new was made; null where there is none.</summary>
    public int? OtherStatus { get; init; }

    /// <summary>The body of success.</summary>
    public required Type Response { get; init; }

    public required string ResponseDescription { get; init; }

    /// <summary>What <see cref="OtherStatus"/> means.</summary>
    public string? OtherDescription { get; init; }

    public string ContentType { get; init; } = "application/json";

    public required string ResponseExample { get; init; }

    /// <summary>What may go wrong.</summary>
    public IReadOnlyList<ProblemType> Problems { get; init; } = [];
}
