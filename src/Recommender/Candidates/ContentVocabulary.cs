using BookRecs.Recommender.Data;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Candidates;

/// <summary>The terms of a catalogue: what it takes to make the vector of a book that came later.</summary>
/// <param name="terms">Terms by number, with the letter of their field in front.</param>
/// <param name="documentCounts">How many items have each.</param>
/// <param name="described">How many items have a book.</param>
internal sealed class ContentVocabulary(string[] terms, int[] documentCounts, int described)
{
    private readonly Lazy<Dictionary<string, int>> _numbers = new(() => NumbersOf(terms, documentCounts));

    /// <summary>How many terms there are.</summary>
    public int Count => terms.Length;

    /// <summary>Makes the vector of a book as if the catalogue held it: a term that no other item has counts in the length alone.</summary>
    /// <returns>Numbers of terms with their weight, in rising order.</returns>
    public List<(int Term, double Weight)> VectorOf(Book book, ContentOptions options)
    {
        var own = new BookTerms([book], 0, 1, options);
        var limit = ContentVectors.DocumentLimit(options, described);
        var row = new List<(int Term, double Weight)>();
        foreach (var (ownTerm, weight) in own[0])
        {
            if (!_numbers.Value.TryGetValue(own.Terms[ownTerm], out var term))
                row.Add((terms.Length + ownTerm, ContentVectors.Weigh(weight, 1, Math.Max(described, 1))));
            else if (documentCounts[term] <= limit)
                row.Add((term, ContentVectors.Weigh(weight, documentCounts[term], described)));
        }

        var norm = ContentVectors.Trim(row, options.MaxTermsPerItem);
        row.RemoveAll(entry => entry.Term >= terms.Length);
        for (var entry = 0; entry < row.Count; entry++)
            row[entry] = (row[entry].Term, row[entry].Weight / norm);
        return row;
    }

    /// <summary>
    /// Writes the terms; those that a single item has stay away, since no other book can share them with a vector of the model.
    /// </summary>
    public void Save(ArtifactWriter artifact, string name)
    {
        artifact.WriteStrings($"{name}.terms", [.. terms.Select((term, number) => documentCounts[number] > 1 ? term : "")]);
        artifact.Write<int>($"{name}.document_counts", documentCounts);
        artifact.Write<int>($"{name}.described", [described]);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The sections do not fit each other; the message names them.</exception>
    public static ContentVocabulary Load(ArtifactReader artifact, string name)
    {
        var terms = artifact.ReadStrings($"{name}.terms");
        var counts = artifact.Read<int>($"{name}.document_counts").ToArray();
        var described = artifact.Read<int>($"{name}.described").Span;
        if (counts.Length != terms.Length || described.Length != 1)
            throw new InvalidDataException($"{name}.document_counts or {name}.described does not fit {name}.terms");
        return new ContentVocabulary(terms, counts, described[0]);
    }

    private static Dictionary<string, int> NumbersOf(string[] terms, int[] documentCounts)
    {
        var numbers = new Dictionary<string, int>(terms.Length, StringComparer.Ordinal);
        for (var number = 0; number < terms.Length; number++)
        {
            if (documentCounts[number] > 1)
                numbers.Add(terms[number], number);
        }

        return numbers;
    }
}
