using BookRecs.Frontend.Json;
using BookRecs.Frontend.Metrics;
using BookRecs.Frontend.Options;
using BookRecs.Frontend.Problems;
using BookRecs.Frontend.Requests;
using BookRecs.Grains.Interfaces.Transactions;
using Microsoft.Extensions.Options;

namespace BookRecs.Frontend.Transactions;

/// <summary>POST /v1/transactions: takes what is valid of a batch and answers for each row.</summary>
internal sealed class TransactionsEndpoint(TransactionRecorder recorder, FrontendMetrics metrics, TimeProvider time, IOptions<HttpOptions> options)
{
    private readonly TimeSpan _maxFuture = TimeSpan.FromHours(options.Value.MaxFutureHours);
    private readonly int _maxBytes = options.Value.MaxRequestBodyBytes;

    public async Task HandleAsync(HttpContext context)
    {
        using var body = await JsonBody.ReadAsync(context, _maxBytes);
        TransactionBatch? batch = null;
        var problem = body.Problem ?? TransactionBatch.Read(body.Bytes, new TransactionReader(time.GetUtcNow(), _maxFuture, refuseUnknown: true), out batch);
        if (problem is null)
        {
            await recorder.RecordAsync(batch!);
            var counts = RowCounts.Of(batch!.Rows!);
            metrics.CountTransactions(counts);
            problem = Rejected(batch, counts);
            if (problem is null)
            {
                var answer = new TransactionsBody(batch.Rows!, counts, context.TraceIdentifier);
                await JsonResponse.WriteAsync(context, StatusCodes.Status200OK, answer, FrontendJson.Context.TransactionsBody);
                return;
            }
        }
        await ProblemWriter.WriteAsync(context, problem);
    }

    /// <summary>The problem of a batch of which nothing is in the log, or null.</summary>
    private static Problem? Rejected(TransactionBatch batch, RowCounts counts)
    {
        if (counts.Accepted + counts.Duplicate > 0)
            return null;
        if (counts.Failed > 0)
        {
            return new Problem(ProblemType.Unavailable, "Not recorded now; send the failed rows again with the same ids.")
            {
                Transactions = batch.Rows!,
                RetryAfterSeconds = 1,
            };
        }
        var errors = new List<FieldError>(batch.Rows.Length);
        for (var i = 0; i < batch.Rows.Length; i++)
        {
            var error = batch.Rows[i]!.Error!;
            var place = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"transactions[{i}]");
            errors.Add(error with { Field = error.Field == "transaction" ? place : $"{place}.{error.Field}" });
        }
        return counts.Invalid == 0
            ? new Problem(ProblemType.TransactionConflict, "Every id names a transaction of other content in the log; nothing changed.")
            {
                Transactions = batch.Rows!,
                Errors = errors,
            }
            : new Problem(ProblemType.TransactionsRejected, "Every transaction breaks a rule or conflicts with the log; nothing changed.")
            {
                Transactions = batch.Rows!,
                Errors = errors,
            };
    }
}
