namespace Xmrl.Training.MarketData;

/// <summary>Rows of one ticker in ascending order of their days.</summary>
/// <param name="rows">All rows of the file.</param>
/// <param name="order">Positions of the ticker's rows.</param>
internal readonly struct PriceGroup(List<PriceRow> rows, ReadOnlyMemory<int> order)
{
    /// <summary>Number of rows.</summary>
    public int Count => order.Length;

    /// <summary>One of the rows.</summary>
    /// <param name="position">0 … Count − 1.</param>
    public PriceRow this[int position] => rows[order.Span[position]];

    /// <summary>The rows of a period.</summary>
    /// <param name="first">First day.</param>
    /// <param name="last">Last day.</param>
    /// <returns>The rows from the first to the last day, perhaps none.</returns>
    public PriceGroup Between(DateOnly first, DateOnly last)
    {
        int begin = CountBefore(first);
        int end = last < DateOnly.MaxValue ? CountBefore(last.AddDays(1)) : Count;
        return new PriceGroup(rows, order[begin..Math.Max(begin, end)]);
    }

    /// <summary>Where a day stands.</summary>
    /// <param name="date">The day.</param>
    /// <returns>The position of its row; negative where the ticker has none.</returns>
    public int Find(DateOnly date)
    {
        int position = CountBefore(date);
        return position < Count && this[position].Date == date ? position : -1;
    }

    private int CountBefore(DateOnly date)
    {
        int low = 0;
        int high = Count;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (this[middle].Date < date)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
