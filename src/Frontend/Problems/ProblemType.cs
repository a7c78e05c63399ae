namespace BookRecs.Frontend.Problems;

/// <summary>
/// A kind of problem: a stable URN, its title and its status. Clients switch on the URN, so none is ever changed or reused.
/// </summary>
internal sealed record ProblemType(string Name, int Status, string Title)
{
    public static readonly ProblemType InvalidParameter = new("invalid-parameter", 400, "A parameter breaks a rule.");
    public static readonly ProblemType InvalidRequest = new("invalid-request", 400, "The request cannot be read.");
    public static readonly ProblemType MalformedJson = new("malformed-json", 400, "The body is not valid JSON.");
    public static readonly ProblemType InvalidBatch = new("invalid-batch", 400, "The body is not a batch of transactions.");
    public static readonly ProblemType TransactionsRejected = new("transactions-rejected", 400, "No transaction was taken.");
    public static readonly ProblemType InvalidItem = new("invalid-item", 400, "The body is not what the catalogue takes of a book.");
    public static readonly ProblemType KeyRequired = new("key-required", 401, "The request needs a key.");
    public static readonly ProblemType AdminKeyRequired = new("admin-key-required", 403, "The request needs the admin key.");
    public static readonly ProblemType ForeignOrigin = new("foreign-origin", 403, "Pages of other sites may not call this service.");
    public static readonly ProblemType NotFound = new("not-found", 404, "There is nothing at this path.");
    public static readonly ProblemType UnknownItem = new("unknown-item", 404, "Neither the catalogue nor the log knows the item.");
    public static readonly ProblemType UnknownBook = new("unknown-book", 404, "The catalogue does not hold the item.");
    public static readonly ProblemType UnknownModel = new("unknown-model", 404, "There is no model of this version.");
    public static readonly ProblemType MethodNotAllowed = new("method-not-allowed", 405, "The path does not take this method.");
    public static readonly ProblemType TransactionConflict = new("transaction-conflict", 409, "The log holds others under these ids.");
    public static readonly ProblemType NothingToRollBackTo = new("nothing-to-roll-back-to", 409, "No model served before the present one.");
    public static readonly ProblemType ModelUnusable = new("model-unusable", 409, "The model's files are missing or damaged.");
    public static readonly ProblemType BodyTooLarge = new("body-too-large", 413, "The body is too large.");
    public static readonly ProblemType UnsupportedMediaType = new("unsupported-media-type", 415, "The body must be JSON.");
    public static readonly ProblemType ForeignHost = new("foreign-host", 421, "The service does not answer to this host name.");
    public static readonly ProblemType TooManyTrainings = new("too-many-trainings", 429, "Too many trainings were asked for.");
    public static readonly ProblemType Internal = new("internal", 500, "The service failed.");
    public static readonly ProblemType Unavailable = new("unavailable", 503, "The service cannot answer now.");
    public static readonly ProblemType Overloaded = new("overloaded", 503, "The service has too much to do now.");
    public static readonly ProblemType NotReady = new("not-ready", 503, "The service is not ready.");

    /// <summary>The URN that names this kind.</summary>
    public string Urn { get; } = "urn:bookrecs:problem:" + Name;

    /// <summary>The kind that stands for a bare status, such as one that routing or the server chose.</summary>
    public static ProblemType ForStatus(int status) => status switch
    {
        404 => NotFound,
        405 => MethodNotAllowed,
        413 => BodyTooLarge,
        415 => UnsupportedMediaType,
        >= 500 => Internal,
        _ => InvalidRequest with { Status = status },
    };
}
