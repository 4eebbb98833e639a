using System.Buffers.Binary;
using System.Buffers.Text;

namespace Xmrl.Runs.Reports.Replays;

/// <summary>Writes poses as tracks of 16-bit numbers.</summary>
internal static class PoseCode
{
    /// <summary>Numbers of a pose: position, then quaternion.</summary>
    public const int Size = 7;

    /// <summary>Bytes of a pose.</summary>
    public const int Bytes = Size * sizeof(short);

    private const int Axes = 3;

    /// <summary>How many moments are stored of an episode.</summary>
    /// <param name="steps">Number of steps T ≥ 1.</param>
    /// <param name="every">Every how many steps E ≥ 1 a pose is kept.</param>
    public static int Moments(int steps, int every) => ((steps + every - 1) / every) + 1;

    /// <summary>The replay with tracks.</summary>
    /// <param name="replay">What it says of the episode.</param>
    /// <param name="frames">Poses of all bodies at every step, finite. Shape [T + 1][bodies · <see cref="Size"/>].</param>
    /// <param name="every">E, ≥ 1.</param>
    public static ReportReplay Encode(ReportReplay replay, IReadOnlyList<double[]> frames, int every)
    {
        double[][] kept =
        [
            .. Enumerable.Range(0, Moments(replay.Steps, every)).Select(moment => frames[Math.Min(moment * every, replay.Steps)]),
        ];
        double[] low = [.. Enumerable.Range(0, Axes).Select(axis => Positions(axis).Min())];
        double[] high = [.. Enumerable.Range(0, Axes).Select(axis => Positions(axis).Max())];
        return replay with
        {
            Every = every,
            Low = low,
            High = high,
            Tracks = [.. Enumerable.Range(0, kept[0].Length / Size).Select(body => Track(kept, body * Size, low, high))],
        };

        IEnumerable<double> Positions(int axis)
            => kept.SelectMany(frame => Enumerable.Range(0, frame.Length / Size).Select(body => frame[(body * Size) + axis]));
    }

    private static string Track(double[][] frames, int at, double[] low, double[] high)
    {
        byte[] bytes = new byte[frames.Length * Bytes];
        double sign = 1;
        bool isStill = true;
        for (int moment = 0; moment < frames.Length; moment++)
        {
            ReadOnlySpan<double> pose = frames[moment].AsSpan(at, Size);

            // q and −q are one rotation: of two moments the nearer ones, between which a page may interpolate.
            sign *= moment > 0 && Product(pose, frames[moment - 1].AsSpan(at, Size)) < 0 ? -1 : 1;
            Span<byte> place = bytes.AsSpan(moment * Bytes, Bytes);
            for (int i = 0; i < Size; i++)
            {
                Span<byte> number = place.Slice(i * sizeof(short), sizeof(short));
                if (i < Axes)
                {
                    double range = high[i] - low[i];
                    BinaryPrimitives.WriteUInt16LittleEndian(
                        number, (ushort)Math.Round(range > 0 ? (pose[i] - low[i]) / range * ushort.MaxValue : 0));
                }
                else
                {
                    BinaryPrimitives.WriteInt16LittleEndian(
                        number, (short)Math.Round(sign * Math.Clamp(pose[i], -1, 1) * short.MaxValue));
                }
            }

            isStill &= place.SequenceEqual(bytes.AsSpan(0, Bytes));
        }

        return Base64Url.EncodeToString(isStill ? bytes.AsSpan(0, Bytes) : bytes);
    }

    private static double Product(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        double sum = 0;
        for (int i = Axes; i < Size; i++)
        {
            sum += first[i] * second[i];
        }

        return sum;
    }
}
