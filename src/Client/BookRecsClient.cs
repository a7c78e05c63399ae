using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BookRecs.Client.Items;
using BookRecs.Client.Models;
using BookRecs.Client.Recommendations;
using BookRecs.Client.Transactions;
using BookRecs.Client.Users;

namespace BookRecs.Client;

/// <summary>
/// Calls the HTTP interface of BookRecs. It holds no state of its own, so one instance serves any number of threads. Every method throws
/// <see cref="BookRecsException"/> for an answer from 400 up, and what <see cref="HttpClient"/> throws when there is no answer.
/// </summary>
/// <param name="http">
/// Its base address is the service, such as http://127.0.0.1:5080; where keys are set, it sends one as bearer token.
/// </param>
public sealed class BookRecsClient(HttpClient http)
{
    /// <summary>The most transactions of one request.</summary>
    public const int MaxBatch = 1_000;

    private const string NoType = "about:blank";

    private static readonly ClientJsonContext Json = ClientJson.Context;

    /// <summary>What next for this reader; reflects every transaction acknowledged before.</summary>
    /// <param name="userId">The reader.</param>
    /// <param name="options">How many and which items, or null for ten of any.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<RecommendationList> GetRecommendationsAsync(
        string userId, RecommendationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var query = new StringBuilder("v1/recommendations?user_id=").Append(Uri.EscapeDataString(userId));
        if (options?.Limit is { } limit)
            query.Append(CultureInfo.InvariantCulture, $"&limit={limit}");
        if (options?.Language is { } language)
            query.Append("&language=").Append(Uri.EscapeDataString(language));
        if (options?.Context is { } context)
            query.Append("&context=").Append(Uri.EscapeDataString(context));
        foreach (var item in options?.Exclude ?? [])
            query.Append("&exclude=").Append(Uri.EscapeDataString(item));
        return GetAsync(query.ToString(), Json.RecommendationList, cancellationToken);
    }

    /// <summary>A book; throws with status 404 for an item that neither the catalogue nor the log knows.</summary>
    /// <param name="itemId">The item.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<Item> GetItemAsync(string itemId, CancellationToken cancellationToken = default) =>
        GetAsync($"v1/items/{Uri.EscapeDataString(itemId)}", Json.Item, cancellationToken);

    /// <summary>Books like it; throws with status 404 for an item that neither the catalogue nor the log knows.</summary>
    /// <param name="itemId">The item.</param>
    /// <param name="limit">1 to 100.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<RecommendationList> GetSimilarAsync(
        string itemId, int limit = 10, CancellationToken cancellationToken = default) => GetAsync(
        string.Create(CultureInfo.InvariantCulture, $"v1/items/{Uri.EscapeDataString(itemId)}/similar?limit={limit}"),
        Json.RecommendationList,
        cancellationToken);

    /// <summary>
    /// Puts a book into the catalogue, in the place of all that it held of the item. When the task completes, the book is stored durably
    /// and the next lists may show it. Needs the admin key, where keys are set. Sent once: repeat it after a failure, unless the shop has
    /// put another book under this id since.
    /// </summary>
    /// <param name="itemId">The item, new or known.</param>
    /// <param name="book">The book.</param>
    /// <param name="cancellationToken">Ends the wait; the book may be stored nevertheless.</param>
    public Task<Item> PutItemAsync(string itemId, Book book, CancellationToken cancellationToken = default) =>
        PutAsync($"v1/items/{Uri.EscapeDataString(itemId)}", book, Json.Book, cancellationToken);

    /// <summary>
    /// Says whether the shop can sell a book; one that it cannot is in no list from then on. Throws with status 404 for an item that the
    /// catalogue does not hold. Needs the admin key, where keys are set.
    /// </summary>
    /// <param name="itemId">The item.</param>
    /// <param name="available">False when it cannot be sold now.</param>
    /// <param name="cancellationToken">Ends the wait; the change may be stored nevertheless.</param>
    public Task<Item> SetAvailabilityAsync(string itemId, bool available, CancellationToken cancellationToken = default) =>
        PutAsync($"v1/items/{Uri.EscapeDataString(itemId)}/availability", new Availability(available), Json.Availability, cancellationToken);

    /// <summary>
    /// Records acts once, without retry; <see cref="TransactionSender"/> adds that. A batch of which nothing was taken returns its rows
    /// too, instead of throwing.
    /// </summary>
    /// <param name="transactions">1 to 1,000 acts.</param>
    /// <param name="cancellationToken">Ends the wait; the acts may be recorded nevertheless, and sending them again is safe.</param>
    /// <returns>One row for each act, in the same order.</returns>
    public async Task<TransactionAnswer> PostTransactionsAsync(
        IReadOnlyList<Transaction> transactions, CancellationToken cancellationToken = default)
    {
        using var content = JsonContent.Create(new TransactionRequest(transactions), Json.TransactionRequest);
        using var response = await http.PostAsync("v1/transactions", content, cancellationToken);
        if (response.IsSuccessStatusCode)
            return await ReadAsync(response, Json.TransactionAnswer, cancellationToken);
        var problem = await ProblemOf(response, cancellationToken);
        return problem.Transactions is { } rows
            ? new TransactionAnswer(rows) { RetryAfter = response.Headers.RetryAfter?.Delta }
            : throw new BookRecsException(problem, response.Headers.RetryAfter?.Delta);
    }

    /// <summary>A page of a reader's acts, newest first; empty for a reader we know nothing of.</summary>
    /// <param name="userId">The reader.</param>
    /// <param name="limit">1 to 1,000.</param>
    /// <param name="cursor">The cursor of the page before, or null for the first page.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<HistoryPage> GetHistoryAsync(
        string userId, int limit = 50, string? cursor = null, CancellationToken cancellationToken = default)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"v1/users/{Uri.EscapeDataString(userId)}/history?limit={limit}");
        return GetAsync(cursor is null ? path : $"{path}&cursor={Uri.EscapeDataString(cursor)}", Json.HistoryPage, cancellationToken);
    }

    /// <summary>All models, the one that serves, and the training under way.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<ModelRegistry> GetModelsAsync(CancellationToken cancellationToken = default) =>
        GetAsync("v1/models", Json.ModelRegistry, cancellationToken);

    /// <summary>Asks for a training; one that is queued or running answers for this request too.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<TrainingStatus> RetrainAsync(CancellationToken cancellationToken = default) =>
        PostAsync("v1/models/retrain", Json.TrainingStatus, cancellationToken);

    /// <summary>Makes a model serve; throws with status 404 for an unknown version, 409 for one whose files are damaged.</summary>
    /// <param name="version">The model.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<ActiveModel> ActivateAsync(string version, CancellationToken cancellationToken = default) =>
        PostAsync($"v1/models/{Uri.EscapeDataString(version)}/activate", Json.ActiveModel, cancellationToken);

    /// <summary>Makes the model serve that served before; throws with status 409 when there was none.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<ActiveModel> RollbackAsync(CancellationToken cancellationToken = default) =>
        PostAsync("v1/models/rollback", Json.ActiveModel, cancellationToken);

    /// <summary>Whether the process is up.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<bool> IsHealthyAsync(CancellationToken cancellationToken = default)
    {
        using var response = await http.GetAsync("health", cancellationToken);
        return response.IsSuccessStatusCode;
    }

    /// <summary>Whether the service can answer, and what it waits for.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Readiness> GetReadinessAsync(CancellationToken cancellationToken = default)
    {
        using var response = await http.GetAsync("ready", cancellationToken);
        if (response.IsSuccessStatusCode)
            return await ReadAsync(response, Json.Readiness, cancellationToken);
        var problem = await ProblemOf(response, cancellationToken);
        return problem.Checks is { } checks
            ? new Readiness("not_ready", checks)
            : throw new BookRecsException(problem, response.Headers.RetryAfter?.Delta);
    }

    private async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(path, cancellationToken);
        return await ReadOrThrowAsync(response, type, cancellationToken);
    }

    private async Task<T> PostAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await http.PostAsync(path, null, cancellationToken);
        return await ReadOrThrowAsync(response, type, cancellationToken);
    }

    private async Task<Item> PutAsync<T>(string path, T body, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var content = JsonContent.Create(body, type);
        using var response = await http.PutAsync(path, content, cancellationToken);
        return await ReadOrThrowAsync(response, Json.Item, cancellationToken);
    }

    private static async Task<T> ReadOrThrowAsync<T>(
        HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        response.IsSuccessStatusCode
            ? await ReadAsync(response, type, cancellationToken)
            : throw new BookRecsException(await ProblemOf(response, cancellationToken), response.Headers.RetryAfter?.Delta);

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        await response.Content.ReadFromJsonAsync(type, cancellationToken)
        ?? throw new JsonException($"The answer to {response.RequestMessage?.RequestUri} is null.");

    // A proxy in between answers with pages of its own.
    private static async Task<Problem> ProblemOf(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentType?.MediaType == "application/problem+json")
        {
            try
            {
                if (await response.Content.ReadFromJsonAsync(Json.Problem, cancellationToken) is { } problem)
                    return Complete(problem, response);
            }
            catch (JsonException)
            {
                // A body that was cut on its way tells no more than its status.
            }
        }
        return new Problem(NoType, response.ReasonPhrase ?? "", (int)response.StatusCode, "The answer holds no problem details.");
    }

    // RFC 9457 makes every member optional.
    private static Problem Complete(Problem problem, HttpResponseMessage response) => problem with
    {
        Type = problem.Type ?? NoType,
        Title = problem.Title ?? response.ReasonPhrase ?? "",
        Status = (int)response.StatusCode,
        Detail = problem.Detail ?? "",
    };
}
