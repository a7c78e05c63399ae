using BookRecs.Recommender.Ranking;
using FsCheck;
using FsCheck.Fluent;

namespace BookRecs.Recommender.Tests.Ranking;

public sealed class SeenSetTests
{
    [Theory]
    [InlineData("", 0xEFD01F60BA992926)]
    [InlineData("1", 0x8BB575AE918AB5D8)]
    [InlineData("9780439023481", 0x83DA60A9683CB514)]
    [InlineData("Ünïcode 📚", 0x03BBE30D7F3430C4)]
    public void StableHash_AnyVersion_IsTheSame(string id, ulong hash)
    {
        var now = StableHash.Of(id);

        Assert.True(hash == now, $"the hash of '{id}' is now 0x{now:X16}: stored hashes would be lost, so undo that");
    }

    [Fact]
    public void SeenSet_AnyAdditions_HoldsExactlyThem() =>
        Prop.ForAll(ArbMap.Default.ArbFor<ulong[]>(), ArbMap.Default.ArbFor<ulong>(), (hashes, other) =>
        {
            var expected = new HashSet<ulong>();
            var seen = new SeenSet();
            foreach (var hash in hashes)
                Assert.Equal(expected.Add(hash), seen.Add(hash));
            Assert.Equal(expected.Count, seen.Count);
            Assert.Equal(expected.Order(), seen.Order());
            Assert.All(hashes, hash => Assert.True(seen.Contains(hash)));
            Assert.Equal(expected.Contains(other), seen.Contains(other));
        }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void SeenSet_ManyItems_StaysWithinItsStatedMemory()
    {
        var seen = new SeenSet();
        Assert.Equal(128, seen.Bytes);
        for (var item = 0; item < 100_000; item++)
        {
            Assert.True(seen.Add($"item {item}"));
            if (seen.Count > 16)
                Assert.InRange(seen.Bytes / (double)seen.Count, 9, 19);
        }

        Assert.False(seen.Add("item 0"));
        Assert.True(seen.Contains("item 99999"));
        Assert.False(seen.Contains("item 100000"));
    }

    [Fact]
    public void SeenSet_GivenCapacity_DoesNotGrow()
    {
        var seen = new SeenSet(1_000);
        var bytes = seen.Bytes;
        for (var item = 0; item < 1_000; item++)
            seen.Add($"{item}");

        Assert.Equal(bytes, seen.Bytes);
    }
}
