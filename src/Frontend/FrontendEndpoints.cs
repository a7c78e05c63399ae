using BookRecs.Frontend.Health;
using BookRecs.Frontend.Hosting;
using BookRecs.Frontend.Items;
using BookRecs.Frontend.Metrics;
using BookRecs.Frontend.Models;
using BookRecs.Frontend.OpenApi;
using BookRecs.Frontend.Recommendations;
using BookRecs.Frontend.Security;
using BookRecs.Frontend.Transactions;
using BookRecs.Frontend.Users;

namespace BookRecs.Frontend;

/// <summary>Puts the HTTP interface into the host's pipeline.</summary>
public static class FrontendEndpoints
{
    /// <summary>Adds the middleware and maps every route. Call it once, after <see cref="FrontendServices.AddBookRecsFrontend"/>.</summary>
    /// <param name="app">The host.</param>
    /// <returns>The same host.</returns>
    public static WebApplication UseBookRecsFrontend(this WebApplication app)
    {
        app.UseRouting();
        app.UseMiddleware<FrontDoor>();
        var services = app.Services;
        var recommendations = services.GetRequiredService<RecommendationsEndpoint>();
        var items = services.GetRequiredService<ItemsEndpoint>();
        var transactions = services.GetRequiredService<TransactionsEndpoint>();
        var history = services.GetRequiredService<HistoryEndpoint>();
        var models = services.GetRequiredService<ModelsEndpoint>();
        var health = services.GetRequiredService<HealthEndpoint>();
        var metrics = services.GetRequiredService<MetricsEndpoint>();
        var documents = services.GetRequiredService<ApiDocumentEndpoint>();

        app.MapGet("/v1/recommendations", recommendations.HandleAsync).Describe(ApiOperations.Recommendations);
        app.MapGet("/v1/items/{item_id}", items.GetAsync).Describe(ApiOperations.Item);
        app.MapGet("/v1/items/{item_id}/similar", items.GetSimilarAsync).Describe(ApiOperations.Similar);
        app.MapPost("/v1/transactions", transactions.HandleAsync).Describe(ApiOperations.Transactions);
        app.MapGet("/v1/users/{user_id}/history", history.HandleAsync).Describe(ApiOperations.History);
        app.MapGet("/v1/models", models.ListAsync).Describe(ApiOperations.Models);
        app.MapPost("/v1/models/retrain", models.RetrainAsync).Describe(ApiOperations.Retrain).WithMetadata(Access.Admin);
        app.MapPost("/v1/models/{version}/activate", models.ActivateAsync).Describe(ApiOperations.Activate).WithMetadata(Access.Admin);
        app.MapPost("/v1/models/rollback", models.RollbackAsync).Describe(ApiOperations.Rollback).WithMetadata(Access.Admin);
        app.MapGet("/health", HealthEndpoint.HealthAsync).Describe(ApiOperations.Health).WithMetadata(Access.Open).DisableHttpMetrics();
        app.MapGet("/ready", health.ReadyAsync).Describe(ApiOperations.Ready).WithMetadata(Access.Open).DisableHttpMetrics();
        app.MapGet("/metrics", metrics.HandleAsync).Describe(ApiOperations.Metrics).WithMetadata(Access.Metrics).DisableHttpMetrics();
        app.MapGet("/openapi/v1.json", documents.DocumentAsync).Describe(ApiOperations.Document);
        app.MapGet("/", ApiDocumentEndpoint.IndexAsync).Describe(ApiOperations.Index);
        return app;
    }
}
