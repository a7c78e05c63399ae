using Microsoft.Extensions.Logging;

namespace BookRecs.Messaging.Consuming;

/// <summary>Puts records aside that cannot be handled. One is only done when the dead-letter topic has it.</summary>
internal sealed class DeadLetterSender(
    ConsumerSettings settings, RetryPolicy retry, TopicMetrics metrics, TimeProvider time, ILogger logger)
{
    /// <summary>Publishes a record with the reason, trying until it is taken.</summary>
    /// <param name="delivery">The record.</param>
    /// <param name="reason">Why it cannot be handled, for the topic.</param>
    /// <param name="loggedReason">The same without personal data.</param>
    /// <param name="abandoned">Gives up.</param>
    /// <returns>False when it was given up.</returns>
    public async Task<bool> TrySendAsync(Delivery delivery, string reason, string loggedReason, CancellationToken abandoned)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await settings.SendDeadLetter(delivery, reason, abandoned);
                metrics.CountDeadLetter(settings.Topic);
                MessagingLog.DeadLetter(logger, settings.Topic, delivery.Source.Partition, delivery.Offset, loggedReason);
                return true;
            }
            catch (Exception) when (abandoned.IsCancellationRequested)
            {
                return false;
            }
            catch (Exception error)
            {
                MessagingLog.DeadLetterWaits(logger, settings.Topic, LoggedReason.Of(error));
            }

            if (!await time.TryDelayAsync(retry.DelayAfter(attempt), abandoned))
                return false;
        }
    }
}
