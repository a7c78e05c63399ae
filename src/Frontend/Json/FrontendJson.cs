using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using BookRecs.Frontend.Health;
using BookRecs.Frontend.Transactions;
using BookRecs.Grains.Interfaces.Models;
using BookRecs.Grains.Interfaces.Recommendations;
using BookRecs.Grains.Interfaces.Transactions;

namespace BookRecs.Frontend.Json;

/// <summary>How bodies are written: snake_case, and letters of any language as they are.</summary>
internal static class FrontendJson
{
    /// <summary>The generated serialisers.</summary>
    public static FrontendJsonContext Context { get; } = new(Configure(new JsonSerializerOptions()));

    /// <summary>Sets what makes a body of this service.</summary>
    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.DictionaryKeyPolicy = null;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new SnakeCaseEnum<FallbackReason>());
        options.Converters.Add(new SnakeCaseEnum<ModelStatus>());
        options.Converters.Add(new SnakeCaseEnum<ReadinessState>());
        options.Converters.Add(new SnakeCaseEnum<RowStatus>());
        options.Converters.Add(new SnakeCaseEnum<TrainingState>());
        options.Converters.Add(new SnakeCaseEnum<TransactionKind>());
        return options;
    }
}
