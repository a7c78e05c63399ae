using System.Text.Json.Serialization;
using BookRecs.Frontend.Health;
using BookRecs.Frontend.Items;
using BookRecs.Frontend.Models;
using BookRecs.Frontend.Problems;
using BookRecs.Frontend.Recommendations;
using BookRecs.Frontend.Transactions;
using BookRecs.Frontend.Users;
using BookRecs.Grains.Interfaces.Recommendations;

namespace BookRecs.Frontend.Json;

/// <summary>The bodies of the HTTP interface, serialised without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ActiveModelBody))]
[JsonSerializable(typeof(AvailabilityRequestBody))]
[JsonSerializable(typeof(FallbackReason?))]
[JsonSerializable(typeof(HealthBody))]
[JsonSerializable(typeof(HistoryBody))]
[JsonSerializable(typeof(ItemBody))]
[JsonSerializable(typeof(ItemRequestBody))]
[JsonSerializable(typeof(ModelsBody))]
[JsonSerializable(typeof(ProblemDocument))]
[JsonSerializable(typeof(ReadinessBody))]
[JsonSerializable(typeof(RecommendationsBody))]
[JsonSerializable(typeof(RecommendedItemBody[]))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(System.Text.Json.Nodes.JsonObject))]
[JsonSerializable(typeof(TrainingBody))]
[JsonSerializable(typeof(TransactionsBody))]
[JsonSerializable(typeof(TransactionsRequestBody))]
internal sealed partial class FrontendJsonContext : JsonSerializerContext;
