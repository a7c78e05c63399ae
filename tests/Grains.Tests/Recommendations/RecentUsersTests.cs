using BookRecs.Grains.Recommendations;

namespace BookRecs.Grains.Tests.Recommendations;

public sealed class RecentUsersTests
{
    private readonly RecentUsers _users = new(new RefreshOptions { Readers = 4 });

    [Fact]
    public void Note_OfARefresh_LeavesTheOrderAsItWas()
    {
        Note("a", "b", "c", "d");
        Note([.. _users.TakeForRefresh()]);
        Note("e");
        Assert.Equal(["e", "d", "c", "b"], _users.TakeForRefresh());
    }

    [Fact]
    public void Note_AfterTheRefresh_CountsAgain()
    {
        Note("a", "b", "c", "d");
        Note([.. _users.TakeForRefresh()]);
        Note("b");
        Assert.Equal(["b", "d", "c", "a"], _users.TakeForRefresh());
    }

    private void Note(params string[] users)
    {
        foreach (var user in users)
            _users.Note(user);
    }
}
