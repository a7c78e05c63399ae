using BookRecs.Recommender.Data.Reading;

namespace BookRecs.Cli.Reading;

/// <summary>The file of rejected rows, if one was asked for; made only when the reading begins, so that bad usage leaves none.</summary>
internal sealed class RejectsFile(FileInfo? file) : IDisposable
{
    private RejectsCsvWriter? _writer;

    /// <summary>Takes a rejected row; null when no file was asked for.</summary>
    public Action<Reject>? Sink => file is null ? null : reject => Writer.Write(reject);

    private RejectsCsvWriter Writer
    {
        get
        {
            if (_writer is not null)
                return _writer;
            Directory.CreateDirectory(file!.DirectoryName!);
            return _writer = new RejectsCsvWriter(file.FullName);
        }
    }

    /// <summary>Makes the file even if no row is rejected, so that an old one does not stay and mislead.</summary>
    public void Begin()
    {
        if (file is not null)
            _ = Writer;
    }

    public void Dispose() => _writer?.Dispose();
}
