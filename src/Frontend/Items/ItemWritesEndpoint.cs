using System.Text.Json;
using BookRecs.Frontend.Calls;
using BookRecs.Frontend.Json;
using BookRecs.Frontend.Options;
using BookRecs.Frontend.Problems;
using BookRecs.Frontend.Requests;
using BookRecs.Grains.Interfaces.Books;
using Microsoft.Extensions.Options;

namespace BookRecs.Frontend.Items;

/// <summary>
/// PUT /v1/items/{item_id} and /availability: changes the catalogue. The answer comes when the change is durable and in the lists of the
/// silo that holds the book.
/// </summary>
internal sealed class ItemWritesEndpoint(IGrainFactory grains, GrainCalls calls, IOptions<HttpOptions> options)
{
    // Sent once: a repeat that is late would undo what the shop has put since.
    private readonly TimeSpan _deadline = TimeSpan.FromMilliseconds(options.Value.WriteDeadlineMilliseconds);
    private readonly int _maxBytes = options.Value.MaxRequestBodyBytes;

    public async Task PutAsync(HttpContext context)
    {
        var (itemId, book, problem) = await ReadAsync(context, ItemReader.Read);
        if (problem is not null)
        {
            await ProblemWriter.WriteAsync(context, problem);
            return;
        }
        var answer = await calls.TryAsync(
            "change of an item", _deadline, (grains, itemId, book!), static s => PutAsync(s.grains.GetGrain<IBookGrain>(s.itemId), s.Item3));
        if (answer.Value is not { } written)
        {
            await ProblemWriter.WriteAsync(context, Unconfirmed());
            return;
        }
        if (written.IsNew)
            context.Response.Headers.Location = $"/v1/items/{Uri.EscapeDataString(itemId)}";
        var status = written.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        await JsonResponse.WriteAsync(context, status, ItemBody.From(written.Book), FrontendJson.Context.ItemBody);
    }

    public async Task PutAvailabilityAsync(HttpContext context)
    {
        var (itemId, body, problem) = await ReadAsync(context, ItemReader.ReadAvailability);
        if (problem is not null)
        {
            await ProblemWriter.WriteAsync(context, problem);
            return;
        }
        var answer = await calls.TryAsync(
            "availability of an item",
            _deadline,
            (grains, itemId, body!.Available),
            static s => SetAvailableAsync(s.grains.GetGrain<IBookGrain>(s.itemId), s.Available));
        if (!answer.IsAnswered)
            await ProblemWriter.WriteAsync(context, Unconfirmed());
        else if (answer.Value is not { } written)
            await ProblemWriter.WriteAsync(context, Unknown(itemId));
        else
            await JsonResponse.WriteAsync(context, StatusCodes.Status200OK, ItemBody.From(written.Book), FrontendJson.Context.ItemBody);
    }

    private static async Task<BookWritten> PutAsync(IBookGrain grain, BookRecord book)
    {
        var written = await grain.PutAsync(book);
        await grain.AwaitCatalogueAsync(written.Revision);
        return written;
    }

    private static async Task<BookWritten?> SetAvailableAsync(IBookGrain grain, bool available)
    {
        var written = await grain.SetAvailableAsync(available);
        if (written is not null)
            await grain.AwaitCatalogueAsync(written.Revision);
        return written;
    }

    private async Task<(string ItemId, T? Value, Problem? Problem)> ReadAsync<T>(
        HttpContext context, Func<JsonElement, (T? Value, Problem? Problem)> read)
        where T : class
    {
        var problem = PathId.Read(context, ItemsEndpoint.IdSegment, "item_id", out var itemId);
        if (problem is not null)
            return (itemId, null, problem);
        using var body = await JsonBody.ReadAsync(context, _maxBytes);
        T? value = null;
        problem = body.Problem ?? JsonText.Read(body.Bytes, read, out value);
        return (itemId, value, problem);
    }

    private static Problem Unconfirmed() => new(
        ProblemType.Unavailable, "Not confirmed: the catalogue may hold the change already, or not yet; send it again.")
    {
        RetryAfterSeconds = 1,
    };

    private static Problem Unknown(string itemId)
    {
        var error = FieldError.Of("item_id", itemId, "must be an item of the catalogue; PUT /v1/items/{item_id} adds one");
        return new Problem(ProblemType.UnknownBook, "The catalogue does not hold this item.") { Errors = [error] };
    }
}
