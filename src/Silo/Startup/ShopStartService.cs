using BookRecs.Grains.Log;
using BookRecs.Silo.Hosting;

namespace BookRecs.Silo.Startup;

/// <summary>
/// Once the service listens: sees to it that there is data and a model, and then says what to try. Each step tells /ready and
/// the console how far it is.
/// </summary>
internal sealed class ShopStartService(
    ITransactionLog log,
    SyntheticShopImport syntheticShop,
    FirstModel firstModel,
    WarmUp warmUp,
    Conversation conversation,
    StartStage stage,
    ExitReport exit,
    IHostApplicationLifetime lifetime,
    TextWriter console,
    ILogger<ShopStartService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await lifetime.WaitForStartAsync(stoppingToken);
            var summary = await log.GetSummaryAsync(stoppingToken);
            if (await syntheticShop.TryRunAsync(summary, stoppingToken))
                summary = await log.GetSummaryAsync(stoppingToken);
            if (summary.Transactions == 0)
            {
                stage.Text = "no reader has acted yet: import data or post transactions, then POST /v1/models/retrain";
                await console.WriteLineAsync($"BookRecs listens at {conversation.Address}, but {stage.Text}.");
                return;
            }

            await PresentAsync(summary, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops before the start was done.
        }
        catch (Exception error)
        {
            SiloLog.StartFailed(logger, error);
            await Console.Error.WriteLineAsync($"bookrecs: {SiloProcess.Explain(error).Message}");
            exit.Fail();
            lifetime.StopApplication();
        }
    }

    private async Task PresentAsync(LogSummary summary, CancellationToken stoppingToken)
    {
        stage.IsWarmingUp = true;
        try
        {
            if (!await firstModel.EnsureAsync(stoppingToken))
                return;
            await warmUp.RunAsync(stoppingToken);
            var text = await conversation.WriteAsync(summary, stoppingToken);
            stage.IsWarmingUp = false;
            await console.WriteLineAsync(text);
        }
        finally
        {
            stage.IsWarmingUp = false;
        }
    }
}
