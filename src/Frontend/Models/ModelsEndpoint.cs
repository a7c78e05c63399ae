using BookRecs.Frontend.Calls;
using BookRecs.Frontend.Json;
using BookRecs.Frontend.Options;
using BookRecs.Frontend.Problems;
using BookRecs.Frontend.Requests;
using BookRecs.Grains.Interfaces.Models;
using Microsoft.Extensions.Options;

namespace BookRecs.Frontend.Models;

/// <summary>The registry: GET /v1/models, and POST retrain, {version}/activate and rollback.</summary>
internal sealed class ModelsEndpoint(IGrainFactory grains, GrainCalls calls, RetrainLimit retrainLimit, IOptions<HttpOptions> options)
{
    private const int VersionSegment = 2;
    private readonly RepeatPolicy _readPolicy = RepeatPolicy.Until(
        TimeSpan.FromMilliseconds(options.Value.ReadDeadlineMilliseconds), TimeSpan.FromMilliseconds(options.Value.RepeatMilliseconds));

    // Activation loads the model's files first, which takes longer than a read.
    private readonly TimeSpan _commandDeadline = TimeSpan.FromMilliseconds(options.Value.WriteDeadlineMilliseconds);

    private IModelRegistryGrain Registry => grains.GetGrain<IModelRegistryGrain>(IModelRegistryGrain.Key);

    public async Task ListAsync(HttpContext context)
    {
        var answer = await calls.RepeatAsync("models", _readPolicy, this, static s => s.Registry.GetAsync());
        if (answer.Value is not { } registry)
        {
            await ProblemWriter.WriteAsync(context, Problem.Unavailable("The list of models"));
            return;
        }
        var body = new ModelsBody(
            registry.ActiveVersion,
            [.. registry.Models.Select(ModelBody.From)],
            registry.Training is { } training ? TrainingBody.From(training) : null);
        await JsonResponse.WriteAsync(context, StatusCodes.Status200OK, body, FrontendJson.Context.ModelsBody);
    }

    public async Task RetrainAsync(HttpContext context)
    {
        if (retrainLimit.SecondsToWait() is { } seconds)
        {
            var problem = new Problem(ProblemType.TooManyTrainings, "GET /v1/models shows the training under way.")
            {
                RetryAfterSeconds = seconds,
            };
            await ProblemWriter.WriteAsync(context, problem);
            return;
        }
        var answer = await calls.RepeatAsync("training", _readPolicy, this, static s => s.Registry.RequestTrainingAsync("http"));
        if (answer.Value is not { } training)
        {
            await ProblemWriter.WriteAsync(context, Problem.Unavailable("The model registry"));
            return;
        }
        context.Response.Headers.Location = "/v1/models";
        var body = TrainingBody.From(training);
        await JsonResponse.WriteAsync(context, StatusCodes.Status202Accepted, body, FrontendJson.Context.TrainingBody);
    }

    public async Task ActivateAsync(HttpContext context)
    {
        if (PathId.Read(context, VersionSegment, "version", out var version) is { } problem)
        {
            await ProblemWriter.WriteAsync(context, problem);
            return;
        }
        var answer = await calls.TryAsync(
            "activation", _commandDeadline, (endpoint: this, version), static s => s.endpoint.Registry.ActivateAsync(s.version));
        await AnswerAsync(context, answer, version);
    }

    public async Task RollbackAsync(HttpContext context)
    {
        var answer = await calls.TryAsync("rollback", _commandDeadline, this, static s => s.Registry.RollbackAsync());
        await AnswerAsync(context, answer, null);
    }

    private static Task AnswerAsync(HttpContext context, GrainAnswer<ModelCommandResult> answer, string? version)
    {
        if (answer.Value is not { } result)
            return ProblemWriter.WriteAsync(context, Problem.Unavailable("The model registry"));
        if (result.Outcome == ModelCommandOutcome.Done)
        {
            var body = new ActiveModelBody(result.ActiveVersion);
            return JsonResponse.WriteAsync(context, StatusCodes.Status200OK, body, FrontendJson.Context.ActiveModelBody);
        }
        var stays = $"{result.ActiveVersion ?? "no model"} goes on serving.";
        return ProblemWriter.WriteAsync(context, result.Outcome switch
        {
            ModelCommandOutcome.UnknownVersion => new Problem(ProblemType.UnknownModel, $"There is no model of this version; {stays}")
            {
                Errors = [FieldError.Of("version", version, "must be a version that GET /v1/models lists")],
            },
            ModelCommandOutcome.NothingToRollBackTo =>
                new Problem(ProblemType.NothingToRollBackTo, $"No model served before the present one; {stays}"),
            _ => new Problem(ProblemType.ModelUnusable, $"The model's files are missing or damaged; {stays}"),
        });
    }
}
