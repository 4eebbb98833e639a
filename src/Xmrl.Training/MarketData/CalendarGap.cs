namespace Xmrl.Training.MarketData;

/// <summary>A time of more than four days in which no ticker has a price: longer than a weekend with a holiday on either side.</summary>
/// <param name="Before">Last day with prices before it.</param>
/// <param name="After">First day with prices after it.</param>
internal sealed record CalendarGap(DateOnly Before, DateOnly After)
{
    /// <summary>Days from one price to the next that are no gap: 4.</summary>
    public const int MostDays = 4;

    /// <summary>Days from Monday to Friday between the two.</summary>
    public int Weekdays => WeekdaysIn(Before.AddDays(1), After.AddDays(-1));

    /// <summary>Whether more than <see cref="MostDays"/> lie from one day to another.</summary>
    /// <param name="before">A day.</param>
    /// <param name="after">A later day.</param>
    /// <returns>Whether it is a gap.</returns>
    public static bool Is(DateOnly before, DateOnly after) => after.DayNumber - before.DayNumber > MostDays;

    /// <summary>Days from Monday to Friday in a period.</summary>
    /// <param name="first">First day.</param>
    /// <param name="last">Last day.</param>
    /// <returns>Their number; 0 where the last day is before the first.</returns>
    public static int WeekdaysIn(DateOnly first, DateOnly last)
    {
        int days = Math.Max(0, last.DayNumber - first.DayNumber + 1);
        int count = days / 7 * 5;
        for (int i = 0; i < days % 7; i++)
        {
            count += first.AddDays(i).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0 : 1;
        }

        return count;
    }
}
