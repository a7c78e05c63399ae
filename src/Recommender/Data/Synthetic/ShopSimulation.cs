namespace BookRecs.Recommender.Data.Synthetic;

/// <summary>Plays the shop day by day: who comes, and what each takes.</summary>
internal sealed class ShopSimulation(SyntheticShopOptions options, ShopCatalogue catalogue, ShopReaders readers)
{
    private const int Attempts = 24;
    private const int NewDays = 45;
    private const int SecondsPerDay = 86_400;

    private readonly SeededRandom _random = new(options.Seed, stream: 3);
    private readonly PairSet _taken = new(options.Interactions);
    private readonly int[] _lastItem = Filled(options.Users);

    /// <summary>The acts in order of time; the day's seconds run from 0.</summary>
    public IEnumerable<ShopAct> Acts()
    {
        var counts = ShopCalendar.Spread(options.Start, options.Days, options.Interactions - options.Users);
        var joined = 0;
        var carried = 0;
        for (var day = 0; day < options.Days; day++)
        {
            var joinedBefore = joined;
            joined = day == options.Days - 1 ? readers.Count : readers.JoinedBy(day);
            var wanted = counts[day] + carried + (joined - joinedBefore);
            if (joined == 0)
            {
                carried = wanted;
                continue;
            }

            var seconds = Seconds(wanted);
            var done = 0;
            for (; done < wanted; done++)
            {
                var isFirst = done < joined - joinedBefore;
                var user = isFirst ? readers.At(joinedBefore + done) : readers.Draw(joined, _random);
                var item = Choose(user, day);
                for (var attempt = 0; item < 0 && !isFirst && attempt < Attempts; attempt++)
                    item = Choose(user = readers.Draw(joined, _random), day);
                if (item < 0)
                    item = TakeAny(isFirst ? joinedBefore + done : 0, joined, day, out user);
                if (item < 0)
                    break;
                yield return Act(user, item, day, seconds[done]);
            }

            carried = wanted - done;
        }
    }

    private static int[] Filled(int count)
    {
        var values = new int[count];
        values.AsSpan().Fill(-1);
        return values;
    }

    private int Choose(int user, int day)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var item = Draw(user, day);
            if (item >= 0)
                item = FirstUnreadVolume(user, item);
            if (item >= 0 && catalogue.Arrival[item] <= day && _taken.Add(user, catalogue.Work[item]))
                return item;
        }

        return -1;
    }

    private int Draw(int user, int day)
    {
        var last = _lastItem[user];
        return _random.Double() switch
        {
            < 0.25 when last >= 0 && catalogue.Series[last] != ShopCatalogue.NoSeries => last,
            < 0.33 when last >= 0 => catalogue.ByAuthor.Draw(catalogue.Author[last], 0, day, _random),
            < 0.68 => catalogue.ByAuthor.Draw(readers.DrawAuthor(user, _random), 0, day, _random),
            < 0.83 => catalogue.ByTheme.Draw(readers.DrawTheme(user, _random), 0, day, _random),
            < 0.91 => catalogue.ByTheme.Draw(readers.DrawTheme(user, _random), Math.Max(0, day - NewDays), day, _random),
            _ => catalogue.ByShop.Draw(0, 0, day, _random),
        };
    }

    private int FirstUnreadVolume(int user, int item)
    {
        var series = catalogue.Series[item];
        if (series == ShopCatalogue.NoSeries)
            return item;
        var (first, count) = catalogue.SeriesItems(series);
        for (var volume = first; volume < first + count; volume++)
        {
            if (!_taken.Contains(user, catalogue.Work[volume]))
                return volume;
        }

        return -1;
    }

    private int TakeAny(int firstPosition, int joined, int day, out int user)
    {
        var arrived = catalogue.ByShop.Arrived(0, day);
        for (var position = firstPosition; position < joined; position++)
        {
            user = readers.At(position);
            foreach (var item in arrived)
            {
                if (FirstUnreadVolume(user, item) == item && _taken.Add(user, catalogue.Work[item]))
                    return item;
            }
        }

        user = -1;
        return -1;
    }

    private ShopAct Act(int user, int item, int day, int second)
    {
        _lastItem[user] = item;
        var isRead = _random.Chance(0.7);
        var rating = 0;
        if (isRead && _random.Chance(0.55))
            rating = Math.Clamp((readers.Likes(user, catalogue.Theme[item]) ? 4 : 3) + _random.Below(3) - 1, 1, 5);
        return new ShopAct(user, item, day, second, isRead, rating);
    }

    private int[] Seconds(int count)
    {
        var seconds = new int[count];
        for (var index = 0; index < count; index++)
        {
            var towardsEvening = Math.Max(_random.Double(), _random.Double());
            seconds[index] = (int)((0.25 + (0.75 * towardsEvening)) * (SecondsPerDay - 1));
        }

        Array.Sort(seconds);
        return seconds;
    }
}
