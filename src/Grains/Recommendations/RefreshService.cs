using System.Threading.Channels;
using BookRecs.Grains.Models;
using BookRecs.Grains.Topics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BookRecs.Grains.Recommendations;

/// <summary>
/// When this silo has loaded another model, asks on <see cref="TopicNames.RefreshRecommendations"/> for new lists for the users who asked
/// here last, so that their next page does not wait for a ranking.
/// </summary>
/// <param name="models">Tells of another model.</param>
/// <param name="users">Who asked last.</param>
/// <param name="topics">Where is asked.</param>
/// <param name="logger">Hears of a refresh that was given up.</param>
public sealed class RefreshService(ModelHost models, RecentUsers users, ITopics topics, ILogger<RefreshService> logger) : BackgroundService
{
    private readonly Channel<string> _loaded = Channel.CreateBounded<string>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the service counts as started, since the work itself may begin later, and a model may be loaded in between.
        models.Loaded += Note;
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var version in _loaded.Reader.ReadAllAsync(stoppingToken))
                await AskAsync(version, stoppingToken);
        }
        finally
        {
            models.Loaded -= Note;
        }
    }

    private void Note(string version) => _loaded.Writer.TryWrite(version);

    private async Task AskAsync(string version, CancellationToken stoppingToken)
    {
        try
        {
            foreach (var userId in users.Latest())
            {
                // A model that came meanwhile begins anew.
                if (models.Version != version)
                    return;
                await topics.PublishAsync(TopicNames.RefreshRecommendations, RefreshRequest.ToRecord(userId), stoppingToken);
            }
        }
        catch (Exception error) when (!stoppingToken.IsCancellationRequested)
        {
            GrainsLog.RefreshGivenUp(logger, version, error.Message);
        }
    }
}
