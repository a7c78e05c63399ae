using BookRecs.Frontend.Health;
using BookRecs.Frontend.Items;
using BookRecs.Frontend.Models;
using BookRecs.Frontend.Problems;
using BookRecs.Frontend.Recommendations;
using BookRecs.Frontend.Transactions;
using BookRecs.Frontend.Users;
using BookRecs.Grains.Interfaces.Recommendations;
using Microsoft.OpenApi;

namespace BookRecs.Frontend.OpenApi;

/// <summary>What the OpenAPI document says of every route.</summary>
internal static class ApiOperations
{
    private const string TrainingExample =
        """
        {"training_id":"t-20260501-183000","state":"running","stage":"fit item_to_item","fraction":0.4,"reason":"http",
         "requested_at":"2026-05-01T18:30:00+00:00","finished_at":null,"error":null,"version":null}
        """;

    public const string ItemExample =
        """
        {"item_id":"42","title":"The First Lamp (The Lighthouse Keepers, #1)","authors":["Ada Moor"],
         "series":["The Lighthouse Keepers"],"volume":1,"genres":["mystery"],"description":"…","language":"en","year":2001,
         "publisher":"North Pier","work_id":"w-42","price":12.5,"available":true,
         "counts":{"purchases":12,"reads":7,"ratings":5,"wishes":1,"total":25,"purchases_last_30_days":3},"bought_together":["43"]}
        """;

    private const string ListExample =
        """
        {"items":[{"item_id":"43","rank":1,"score":3.71,"source":"item_to_item",
                   "reasons":[{"code":"next_in_series","text":"Next in The Lighthouse Keepers","because_of":["42"]}],
                   "book":{"title":"The Second Lamp (The Lighthouse Keepers, #2)","authors":["Ada Moor"],"year":2004}}],
         "meta":{"request_id":"0HNE5K2A7Q1JB:00000001","model_version":"20260501-183000","variant":null,"fallback":false,
                 "fallback_reason":null,"took_ms":0.4}}
        """;

    /// <summary>What may go wrong with any call.</summary>
    public static IReadOnlyList<ProblemType> Common { get; } =
        [ProblemType.KeyRequired, ProblemType.ForeignHost, ProblemType.Internal, ProblemType.Unavailable, ProblemType.Overloaded];

    /// <summary>What may go wrong with a call that needs the admin key.</summary>
    public static IReadOnlyList<ProblemType> Command { get; } = [.. Common, ProblemType.AdminKeyRequired, ProblemType.ForeignOrigin];

    public static ApiOperation Recommendations { get; } = new(
        "getRecommendations",
        "Recommendations",
        "What next for this reader",
        "A ranked list of items that the reader has not acted on, with reasons. It reflects every transaction acknowledged before. "
        + "A reader we know nothing of, a missing model, or a personal list that does not come within the deadline (150 ms by default) "
        + "gets the popular list, marked with fallback and its reason.")
    {
        Parameters =
        [
            ApiParameter.QueryId("user_id", "The reader."),
            ApiParameter.Limit(RecommendationQuery.DefaultLimit, RecommendationQuery.MaxLimit),
            new ApiParameter(
                "exclude",
                ParameterLocation.Query,
                false,
                "Items not to return, such as those already on the page: at most 100 ids, repeated or separated by commas. "
                + "A value with commas excludes each part, and also the whole value, because an id may hold a comma.",
                new OpenApiSchema { Type = JsonSchemaType.String },
                "41,42"),
            new ApiParameter(
                "language",
                ParameterLocation.Query,
                false,
                "Only items of this language, as the catalogue writes it.",
                new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = 35, Pattern = "^[A-Za-z0-9_-]+$" },
                "en"),
            new ApiParameter(
                "context",
                ParameterLocation.Query,
                false,
                "The page that shows the list. All three answer alike for now.",
                new OpenApiSchema { Type = JsonSchemaType.String, Enum = ["home", "book", "cart"], Default = "home" },
                "home"),
        ],
        Response = typeof(RecommendationsBody),
        ResponseDescription = "The list; empty only when the shop has nothing left to show.",
        ResponseExample = ListExample,
        Problems = [ProblemType.InvalidParameter, .. Common],
    };

    public static ApiOperation Item { get; } = new(
        "getItem", "Items", "A book", "The catalogue's data of a book, how often readers acted on it, and what they also acted on.")
    {
        Parameters = [ApiParameter.PathId("item_id", "The item.")],
        Response = typeof(ItemBody),
        ResponseDescription = "The book.",
        ResponseExample = ItemExample,
        Problems = [ProblemType.InvalidParameter, ProblemType.UnknownItem, .. Common],
    };

    public static ApiOperation Similar { get; } = new(
        "getSimilarItems", "Items", "Books like it", "A ranked list of books like this one.")
    {
        Parameters =
        [
            ApiParameter.PathId("item_id", "The item."), ApiParameter.Limit(RecommendationQuery.DefaultLimit, RecommendationQuery.MaxLimit),
        ],
        Response = typeof(RecommendationsBody),
        ResponseDescription = "The list, in the shape of recommendations.",
        ResponseExample = ListExample,
        Problems = [ProblemType.InvalidParameter, ProblemType.UnknownItem, .. Common],
    };

    public static ApiOperation Transactions { get; } = new(
        "postTransactions",
        "Transactions",
        "What readers did",
        "Records 1 to 1,000 acts. Each row is answered by itself, in the order of the request: valid rows are taken though others are "
        + "not. accepted means that the act is in the log durably and that the reader's next list reflects it. Sending a batch again is "
        + "safe: what is in the log answers duplicate. The status is 200 when at least one row is accepted or duplicate; 503 when none is "
        + "and a row failed; 409 when all rows conflict; otherwise 400. The problem then holds the same rows. "
        + "A member that is not known is refused.")
    {
        Request = typeof(TransactionsRequestBody),
        RequestExample =
            """
            {"transactions":[{"transaction_id":"order-1001-1","user_id":"7","item_id":"42","kind":"purchase","price":12.5,
                              "occurred_at":"2026-05-01T18:30:00+02:00"},
                             {"transaction_id":"rating-88","user_id":"7","item_id":"41","kind":"rating","rating":4.5,"is_read":true}]}
            """,
        Response = typeof(TransactionsBody),
        ResponseDescription = "At least one transaction is in the log.",
        ResponseExample =
            """
            {"transactions":[{"transaction_id":"order-1001-1","status":"accepted"},{"transaction_id":"rating-88","status":"duplicate"}],
             "counts":{"accepted":1,"duplicate":1,"conflict":0,"invalid":0,"failed":0},"request_id":"0HNE5K2A7Q1JB:00000001"}
            """,
        Problems =
        [
            ProblemType.InvalidParameter, ProblemType.MalformedJson, ProblemType.InvalidBatch, ProblemType.TransactionsRejected, ProblemType.ForeignOrigin,
            ProblemType.TransactionConflict, ProblemType.BodyTooLarge, ProblemType.UnsupportedMediaType, .. Common,
        ],
    };

    public static ApiOperation History { get; } = new(
        "getHistory",
        "Users",
        "What we know of a reader",
        "The reader's acts, newest first. A reader we know nothing of has an empty history.")
    {
        Parameters =
        [
            ApiParameter.PathId("user_id", "The reader."),
            ApiParameter.Limit(HistoryEndpoint.DefaultLimit, HistoryEndpoint.MaxLimit),
            new ApiParameter(
                "cursor",
                ParameterLocation.Query,
                false,
                "The next_cursor of the page before.",
                new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = 512 },
                "MTAwMQ"),
        ],
        Response = typeof(HistoryBody),
        ResponseDescription = "A page of the history.",
        ResponseExample =
            """
            {"transactions":[{"transaction_id":"order-1001-1","user_id":"7","item_id":"42","kind":"purchase","rating":null,"is_read":false,
                              "price":12.5,"occurred_at":"2026-05-01T16:30:00+00:00"}],"next_cursor":null,"total":1}
            """,
        Problems = [ProblemType.InvalidParameter, .. Common],
    };

    public static ApiOperation Models { get; } = new(
        "getModels", "Models", "The models", "All models, the one that serves, and the training under way.")
    {
        Response = typeof(ModelsBody),
        ResponseDescription = "The registry.",
        ResponseExample =
            """
            {"active_version":"20260501-183000","models":[{"version":"20260501-183000","trained_at":"2026-05-01T18:30:09+00:00",
              "status":"active","decision":"first model","metrics":{"overall.ndcg@10":0.12},
              "users":1000,"items":500,"interactions":20000}],"training":null}
            """,
        Problems = [ProblemType.InvalidParameter, .. Common],
    };

    public static ApiOperation Retrain { get; } = new(
        "postRetrain",
        "Models",
        "Ask for a training",
        "Trains on the log beside serving; GET /v1/models shows the progress. "
        + "A training that is queued or running answers for this request too.")
    {
        Status = StatusCodes.Status202Accepted,
        Response = typeof(TrainingBody),
        ResponseDescription = "The training, queued or running.",
        ResponseExample = TrainingExample,
        Problems = [ProblemType.InvalidParameter, .. Command, ProblemType.TooManyTrainings],
    };

    public static ApiOperation Activate { get; } = new(
        "postActivate", "Models", "Let a model serve", "Makes a registered model serve, whatever the gate said of it.")
    {
        Parameters = [ApiParameter.PathId("version", "The model's version.") with { Example = "20260501-183000" }],
        Response = typeof(ActiveModelBody),
        ResponseDescription = "The model serves.",
        ResponseExample = """{"active_version":"20260501-183000"}""",
        Problems = [ProblemType.InvalidParameter, ProblemType.UnknownModel, ProblemType.ModelUnusable, .. Command],
    };

    public static ApiOperation Rollback { get; } = new(
        "postRollback", "Models", "Go back to the model before", "Makes the model serve that served before the present one.")
    {
        Response = typeof(ActiveModelBody),
        ResponseDescription = "The earlier model serves.",
        ResponseExample = """{"active_version":"20260430-183000"}""",
        Problems = [ProblemType.InvalidParameter, ProblemType.NothingToRollBackTo, ProblemType.ModelUnusable, .. Command],
    };

    public static ApiOperation Health { get; } = new(
        "getHealth",
        "Service",
        "Whether the process is up",
        "Never asks a grain, so that a liveness probe does not restart a busy process.")
    {
        Response = typeof(HealthBody),
        ResponseDescription = "The process is up.",
        ResponseExample = """{"status":"ok"}""",
    };

    public static ApiOperation Ready { get; } = new(
        "getReady", "Service", "Whether the service can answer", "Storage reachable, model loaded, and what else the host checks.")
    {
        Response = typeof(ReadinessBody),
        ResponseDescription = "The service can answer.",
        ResponseExample = """{"status":"ready","checks":[{"name":"model","state":"ready","reason":null}]}""",
        Problems = [ProblemType.NotReady],
    };

    public static ApiOperation Metrics { get; } = new(
        "getMetrics",
        "Service",
        "Metrics for Prometheus",
        "Counters, gauges and histograms since the start of this process. Answered also when the service is full.")
    {
        Response = typeof(string),
        ContentType = "text/plain",
        ResponseDescription = "Prometheus' text format, version 0.0.4.",
        ResponseExample = "# TYPE bookrecs_transactions_total counter\nbookrecs_transactions_total{status=\"accepted\"} 17",
        Problems = Common,
    };

    public static ApiOperation Document { get; } = new("getOpenApi", "Service", "This document", "OpenAPI 3.1.")
    {
        Response = typeof(System.Text.Json.Nodes.JsonObject),
        ResponseDescription = "The document.",
        ResponseExample = """{"openapi":"3.1.1"}""",
        Problems = Common,
    };

    public static ApiOperation Index { get; } = new("getIndex", "Service", "Where to begin", "A short text that names the calls.")
    {
        Response = typeof(string),
        ContentType = "text/plain",
        ResponseDescription = "The text.",
        ResponseExample = "BookRecs recommends books.",
        Problems = Common,
    };
}
