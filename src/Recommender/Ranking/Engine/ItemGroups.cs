using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>The groups (authors, genres...) that each item of the model is in, by number.</summary>
internal sealed class ItemGroups
{
    private readonly ReadOnlyMemory<int> _starts;
    private readonly ReadOnlyMemory<int> _groups;

    private ItemGroups(int count, ReadOnlyMemory<int> starts, ReadOnlyMemory<int> groups) => (Count, _starts, _groups) = (count, starts, groups);

    /// <summary>How many groups there are.</summary>
    public int Count { get; }

    /// <summary>The groups of an item.</summary>
    public ReadOnlySpan<int> Of(int item) => All[item];

    /// <summary>The groups of all items: for loops, as finding a mapped file's place for each item takes longer than reading it.</summary>
    public GroupRows All => new(_starts.Span, _groups.Span);

    /// <summary>Numbers the names, compared without case, in the order of the items.</summary>
    public static ItemGroups Of(IReadOnlyList<Book?> books, Func<Book, ImmutableArray<string>> namesOf)
    {
        var numbers = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var starts = new int[books.Count + 1];
        var groups = new List<int>();
        for (var item = 0; item < books.Count; item++)
        {
            if (books[item] is { } book)
            {
                foreach (var name in namesOf(book) is { IsDefaultOrEmpty: false } names ? names : [])
                {
                    if (!numbers.TryGetValue(name, out var number))
                        numbers.Add(name, number = numbers.Count);
                    if (groups.IndexOf(number, starts[item]) < 0)
                        groups.Add(number);
                }
            }

            starts[item + 1] = groups.Count;
        }

        return new ItemGroups(numbers.Count, starts, groups.ToArray());
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ItemGroups Load(ArtifactReader artifact, string section, int itemCount)
    {
        var count = artifact.Read<int>($"{section}.count").Span[0];
        var starts = artifact.Read<int>($"{section}.starts");
        var groups = artifact.Read<int>($"{section}.groups");
        var isSound = count >= 0 && starts.Length == itemCount + 1 && starts.Span[0] == 0 && starts.Span[^1] == groups.Length
            && !groups.Span.ContainsAnyExceptInRange(0, count - 1);
        var ends = starts.Span;
        for (var item = 0; isSound && item < itemCount; item++)
            isSound = ends[item] <= ends[item + 1];
        return isSound
            ? new ItemGroups(count, starts, groups)
            : throw new InvalidDataException($"the sections of {section} do not fit each other");
    }

    public void Save(ArtifactWriter artifact, string section)
    {
        artifact.Write<int>($"{section}.count", [Count]);
        artifact.Write($"{section}.starts", _starts.Span);
        artifact.Write($"{section}.groups", _groups.Span);
    }
}
