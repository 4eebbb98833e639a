using System.Runtime.InteropServices;

namespace Xmrl.Training.MarketData;

/// <summary>The rows of a price file by ticker, each ticker's in the order of their days, without copies of the rows.</summary>
internal sealed class PriceGroups
{
    private readonly List<PriceRow> _rows;
    private readonly int[] _order;
    private readonly int[] _ends;

    /// <summary>Sorts.</summary>
    /// <param name="rows">The rows, which stay as they are; no ticker has a day twice.</param>
    public PriceGroups(List<PriceRow> rows)
    {
        _rows = rows;
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        ReadOnlySpan<PriceRow> all = CollectionsMarshal.AsSpan(rows);
        foreach (ref readonly PriceRow row in all)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(numbers, row.Ticker, out _)++;
        }

        Tickers = [.. numbers.Keys.Order(StringComparer.Ordinal)];
        _ends = new int[Tickers.Length];
        int[] next = new int[Tickers.Length];
        int end = 0;
        for (int i = 0; i < Tickers.Length; i++)
        {
            next[i] = end;
            end += numbers[Tickers[i]];
            _ends[i] = end;
            numbers[Tickers[i]] = i;
        }

        _order = new int[rows.Count];
        for (int i = 0; i < all.Length; i++)
        {
            _order[next[numbers[all[i].Ticker]]++] = i;
        }

        for (int i = 0; i < Tickers.Length; i++)
        {
            _order.AsSpan(Begin(i).._ends[i]).Sort((a, b) => rows[a].Date.CompareTo(rows[b].Date));
        }
    }

    /// <summary>The tickers in ordinal order. Shape [n].</summary>
    public string[] Tickers { get; }

    /// <summary>One ticker's rows.</summary>
    /// <param name="ticker">Position in <see cref="Tickers"/>.</param>
    /// <returns>The rows in ascending order of their days, at least one.</returns>
    public PriceGroup this[int ticker] => new(_rows, _order.AsMemory(Begin(ticker).._ends[ticker]));

    private int Begin(int ticker) => ticker == 0 ? 0 : _ends[ticker - 1];
}
