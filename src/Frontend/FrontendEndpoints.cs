using BookRecs.Frontend.Health;
using BookRecs.Frontend.Hosting;
using BookRecs.Frontend.Items;
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
        var items = services.GetRequiredService<ItemsEndpoint>();
        var models = services.GetRequiredService<ModelsEndpoint>();
        var documents = services.GetRequiredService<ApiDocumentEndpoint>();

        app.MapGet("/v1/recommendations", services.GetRequiredService<RecommendationsEndpoint>().HandleAsync).Describe(ApiOperations.Recommendations);
        app.MapGet("/v1/items/{item_id}", items.GetAsync).Describe(ApiOperations.Item);
        app.MapGet("/v1/items/{item_id}/similar", items.GetSimilarAsync).Describe(ApiOperations.Similar);
        app.MapPost("/v1/transactions", services.GetRequiredService<TransactionsEndpoint>().HandleAsync).Describe(ApiOperations.Transactions);
        app.MapGet("/v1/users/{user_id}/history", services.GetRequiredService<HistoryEndpoint>().HandleAsync).Describe(ApiOperations.History);
        app.MapGet("/v1/models", models.ListAsync).Describe(ApiOperations.Models);
        app.MapPost("/v1/models/retrain", models.RetrainAsync).Describe(ApiOperations.Retrain).WithMetadata(Access.Admin);
        app.MapPost("/v1/models/{version}/activate", models.ActivateAsync).Describe(ApiOperations.Activate).WithMetadata(Access.Admin);
        app.MapPost("/v1/models/rollback", models.RollbackAsync).Describe(ApiOperations.Rollback).WithMetadata(Access.Admin);
        app.MapGet("/health", HealthEndpoint.HealthAsync).Describe(ApiOperations.Health).WithMetadata(Access.Open);
        app.MapGet("/ready", services.GetRequiredService<HealthEndpoint>().ReadyAsync).Describe(ApiOperations.Ready).WithMetadata(Access.Open);
        app.MapGet("/openapi/v1.json", documents.DocumentAsync).Describe(ApiOperations.Document);
        app.MapGet("/", ApiDocumentEndpoint.IndexAsync).Describe(ApiOperations.Index);
        return app;
    }
}
