using System.Text.Json.Serialization;
using BookRecs.Client.Items;
using BookRecs.Client.Models;
using BookRecs.Client.Recommendations;
using BookRecs.Client.Transactions;
using BookRecs.Client.Users;

namespace BookRecs.Client;

/// <summary>Reads and writes the bodies without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ActiveModel))]
[JsonSerializable(typeof(Availability))]
[JsonSerializable(typeof(Book))]
[JsonSerializable(typeof(HistoryPage))]
[JsonSerializable(typeof(Item))]
[JsonSerializable(typeof(ModelRegistry))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(Readiness))]
[JsonSerializable(typeof(RecommendationList))]
[JsonSerializable(typeof(TrainingStatus))]
[JsonSerializable(typeof(TransactionAnswer))]
[JsonSerializable(typeof(TransactionRequest))]
internal sealed partial class ClientJsonContext : JsonSerializerContext;
