using System.Threading.RateLimiting;
using BookRecs.Frontend.Options;
using BookRecs.Frontend.Problems;
using BookRecs.Frontend.Requests;
using BookRecs.Frontend.Security;
using Microsoft.Extensions.Options;

namespace BookRecs.Frontend.Hosting;

/// <summary>
/// The only middleware: request id, keys, the bound on requests in flight, and a problem for whatever went wrong. One layer instead of many
/// keeps the path of a cached list short.
/// </summary>
internal sealed class FrontDoor : IDisposable
{
    private readonly RequestDelegate _next;
    private readonly Gatekeeper _gatekeeper;
    private readonly ConcurrencyLimiter _limiter;
    private readonly ILogger<FrontDoor> _logger;

    public FrontDoor(RequestDelegate next, Gatekeeper gatekeeper, IOptions<HttpOptions> options, ILogger<FrontDoor> logger)
    {
        _next = next;
        _gatekeeper = gatekeeper;
        _logger = logger;
        _limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = options.Value.MaxConcurrentRequests,
            QueueLimit = options.Value.MaxQueuedRequests,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
    }

    public async Task InvokeAsync(HttpContext context)
    {
        RequestId.Assign(context);
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        var access = context.GetEndpoint()?.Metadata.GetMetadata<Access>() ?? Access.Api;
        if (ReferenceEquals(access, Access.Open))
        {
            await RunAsync(context);
            return;
        }
        if (_gatekeeper.Refuse(context, access) is { } refusal)
        {
            await ProblemWriter.WriteAsync(context, refusal);
            return;
        }
        if (ReferenceEquals(access, Access.Metrics))
        {
            await RunAsync(context);
            return;
        }
        var lease = _limiter.AttemptAcquire();
        try
        {
            if (!lease.IsAcquired)
                lease = await _limiter.AcquireAsync(1, context.RequestAborted);
            if (lease.IsAcquired)
                await RunAsync(context);
            else
                await ProblemWriter.WriteAsync(context, Overloaded());
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller left while waiting for its turn: nobody is there to answer.
        }
        finally
        {
            lease.Dispose();
        }
    }

    public void Dispose() => _limiter.Dispose();

    private static Problem Overloaded() =>
        new(ProblemType.Overloaded, "All places for requests and for waiting are taken; try again.") { RetryAfterSeconds = 1 };

    private async Task RunAsync(HttpContext context)
    {
        Problem? problem;
        try
        {
            await _next(context);
            var response = context.Response;
            if (response.StatusCode < 400 || response.HasStarted || response.ContentType is not null)
                return;
            problem = ForStatus(context, response.StatusCode);
        }
        catch (BadHttpRequestException e)
        {
            problem = new Problem(ProblemType.ForStatus(e.StatusCode), "The request was broken off or breaks a rule of HTTP.");
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
#pragma warning disable CA1031 // Whatever failed, the caller gets a problem without internals, and the log gets the exception.
        catch (Exception e)
#pragma warning restore CA1031
        {
            FrontendLog.UnexpectedFailure(_logger, e, context.TraceIdentifier, ProblemWriter.TraceId(context));
            problem = new Problem(ProblemType.Internal, "The failure was logged with this request id.");
        }
        if (!context.Response.HasStarted)
            await ProblemWriter.WriteAsync(context, problem);
        else
            context.Abort();
    }

    private static Problem ForStatus(HttpContext context, int status)
    {
        var type = ProblemType.ForStatus(status);
        var detail = status switch
        {
            StatusCodes.Status404NotFound => "No route has this path; /openapi/v1.json lists all.",
            StatusCodes.Status405MethodNotAllowed => $"The path takes {context.Response.Headers.Allow}, not {FieldError.Cut(context.Request.Method)}.",
            _ => type.Title,
        };
        return new Problem(type, detail)
        {
            Errors = status == StatusCodes.Status415UnsupportedMediaType
                ? [FieldError.Of("Content-Type", context.Request.ContentType, "must be application/json in UTF-8")]
                : null,
        };
    }
}
