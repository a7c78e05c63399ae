using BookRecs.Grains.Interfaces.Models;

namespace BookRecs.Grains.Models;

/// <summary>The last training. There is one at a time: whoever asks while it is queued or running joins it.</summary>
/// <param name="silence">A training without a word for longer counts as dead.</param>
/// <param name="time">The clock.</param>
public sealed class TrainingBoard(TimeSpan silence, TimeProvider time)
{
    private TrainingStatus? _last;
    private DateTimeOffset _heardAt;

    /// <summary>The last training, or null when there was none.</summary>
    public TrainingStatus? Last
    {
        get
        {
            if (IsOpen(_last) && time.GetUtcNow() - _heardAt > silence)
                End($"no word of it for {silence.TotalSeconds:0} s: its process ended or hangs");
            return _last;
        }
    }

    /// <summary>Asks for a training.</summary>
    /// <param name="reason">Who asks.</param>
    /// <returns>The training, and whether it is a new one.</returns>
    public (TrainingStatus Training, bool IsNew) Request(string reason)
    {
        if (Last is { } last && IsOpen(last))
            return (last, false);
        _heardAt = time.GetUtcNow();
        _last = new TrainingStatus(Guid.CreateVersion7(_heardAt).ToString("N"), TrainingState.Queued, "queued", 0, reason, _heardAt, null, null, null);
        return (_last, true);
    }

    /// <summary>Hears how far the training is; a word of an ended or another training changes nothing.</summary>
    public void Report(TrainingStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        if (_last is null || _last.TrainingId != status.TrainingId || !IsOpen(_last))
            return;
        _heardAt = time.GetUtcNow();
        _last = status;
    }

    /// <summary>Ends the training without a model.</summary>
    /// <param name="error">Why.</param>
    public void End(string error)
    {
        if (_last is not null)
            _last = _last with { State = TrainingState.Failed, FinishedAt = time.GetUtcNow(), Error = error };
    }

    private static bool IsOpen(TrainingStatus? training) => training?.State is TrainingState.Queued or TrainingState.Running;
}
