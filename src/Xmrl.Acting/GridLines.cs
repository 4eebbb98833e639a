using System.Globalization;

namespace Xmrl.Acting;

/// <summary>Lines at equal distances along one component of an observation.</summary>
internal sealed class GridLines
{
    private const int MostLines = 1000;

    private readonly double _low;
    private readonly double _high;

    private GridLines(double low, double high, int count) => (_low, _high, Count) = (low, high, count);

    /// <summary>How many.</summary>
    public int Count { get; }

    /// <summary>Reads "lowest highest count"; null where the text is no such grid of 2 to 1,000 lines.</summary>
    public static GridLines? Parse(string? text)
    {
        string[] parts = (text ?? "").Split(' ');
        return parts.Length == 3
            && double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double low)
            && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double high)
            && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            && high > low
            && !double.IsInfinity(high - low)
            && count >= 2
            && count <= MostLines
            ? new GridLines(low, high, count)
            : null;
    }

    /// <summary>The squared distance to a line, in distances of two lines.</summary>
    public double Squared(float value, int line)
    {
        double width = (_high - _low) / (Count - 1);
        double distance = (value - (_low + (line * width))) / width;
        return distance * distance;
    }

    /// <summary>−1 at the lowest line, 1 at the highest.</summary>
    public float Scaled(float value) => (float)(((value - _low) * 2 / (_high - _low)) - 1);
}
