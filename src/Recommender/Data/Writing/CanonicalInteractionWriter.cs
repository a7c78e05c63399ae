namespace BookRecs.Recommender.Data.Writing;

/// <summary>
/// Writes <c>interactions.csv[.gz]</c>: user_id,item_id,is_read,rating,date_added, dates in UTC. The form has no column for the kind
/// of an interaction: what is neither read nor rated comes back as a purchase. Dispose to finish the file.
/// </summary>
public sealed class CanonicalInteractionWriter : IDisposable
{
    private readonly CsvRecordWriter _records;

    /// <summary>Creates the file, gzip when its name ends in .gz, or replaces the one that is there.</summary>
    /// <exception cref="IOException">The file cannot be created.</exception>
    public CanonicalInteractionWriter(string path)
    {
        _records = new CsvRecordWriter(path);
        _records.Header("user_id,item_id,is_read,rating,date_added");
    }

    /// <summary>Rows written so far.</summary>
    public long Count { get; private set; }

    /// <summary>Writes one row.</summary>
    public void Write(in Interaction interaction)
    {
        _records.Text(interaction.UserId);
        _records.Text(interaction.ItemId);
        _records.Flag(interaction.IsRead);
        _records.Number(interaction.Rating);
        _records.Date(interaction.OccurredAt);
        _records.EndRecord();
        Count++;
    }

    /// <summary>Finishes and closes the file.</summary>
    public void Dispose() => _records.Dispose();
}
