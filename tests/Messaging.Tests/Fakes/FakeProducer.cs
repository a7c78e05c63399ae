using System.Reflection;
using Confluent.Kafka;

namespace BookRecs.Messaging.Tests.Fakes;

/// <summary>A client that takes every message.</summary>
internal class FakeProducer : DispatchProxy
{
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How many messages it took.</summary>
    public int Taken { get; private set; }

    /// <summary>Completes when it was disposed.</summary>
    public Task Disposed => _disposed.Task;

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        switch (targetMethod!.Name)
        {
            case nameof(IProducer<,>.ProduceAsync):
                Taken++;
                return Task.FromResult(new DeliveryResult<byte[]?, byte[]>());
            case nameof(IDisposable.Dispose):
                _disposed.TrySetResult();
                return null;
            default:
                throw new NotSupportedException(targetMethod.Name);
        }
    }
}
