using System.Buffers.Binary;
using System.Buffers.Text;
using Xmrl.Runs.Reports.Replays;

namespace Xmrl.Runs.Tests.Replays;

public sealed class PoseCodeTests
{
    private const int Steps = 25;

    [Fact]
    public void Encode_Poses_KeepsHalfAStepOfTheQuantisation()
    {
        double[][] frames = SampleReplays.Frames(Steps, 3, 1);

        ReportReplay code = PoseCode.Encode(SampleReplays.Replay("test-0", Steps), frames, 1);

        for (int body = 0; body < 3; body++)
        {
            double[][] found = Decode(code, body);
            found.Length.ShouldBe(Steps + 1);
            for (int t = 0; t <= Steps; t++)
            {
                for (int i = 0; i < 3; i++)
                {
                    double unit = (code.High[i] - code.Low[i]) / ushort.MaxValue;
                    found[t][i].ShouldBe(frames[t][(body * 7) + i], (unit / 2) + 1e-12);
                }

                double product = Enumerable.Range(3, 4).Sum(i => found[t][i] * frames[t][(body * 7) + i]);
                Math.Abs(product).ShouldBe(1, 2e-4, "the same rotation, whatever its sign");
            }
        }
    }

    [Fact]
    public void Encode_Quaternions_NeverJumpToTheOtherSign()
    {
        double[][] frames = SampleReplays.Frames(Steps, 1, 4);
        foreach (int t in (int[])[3, 4, 11])
        {
            for (int i = 3; i < 7; i++)
            {
                frames[t][i] *= -1;
            }
        }

        double[][] found = Decode(PoseCode.Encode(SampleReplays.Replay("test-0", Steps), frames, 1), 0);

        found.Skip(1).Zip(found).ShouldAllBe(pair => Enumerable.Range(3, 4).Sum(i => pair.First[i] * pair.Second[i]) > 0.9);
    }

    [Fact]
    public void Encode_BodyThatStands_HasOnePose()
    {
        double[][] frames = SampleReplays.Frames(Steps, 2, 5);
        foreach (double[] frame in frames)
        {
            frames[0].AsSpan(7, 7).CopyTo(frame.AsSpan(7, 7));
        }

        ReportReplay code = PoseCode.Encode(SampleReplays.Replay("test-0", Steps), frames, 1);

        Decode(code, 1).Length.ShouldBe(1);
        Decode(code, 0).Length.ShouldBe(Steps + 1);
    }

    /// <summary>Steps that E divides, and steps that it does not.</summary>
    [Theory]
    [InlineData(24, 4, 7)]
    [InlineData(25, 4, 8)]
    [InlineData(1, 1, 2)]
    public void Encode_EverySomeSteps_KeepsTheLast(int steps, int every, int moments)
    {
        double[][] frames = SampleReplays.Frames(steps, 1, 6);

        ReportReplay code = PoseCode.Encode(SampleReplays.Replay("test-0", steps), frames, every);

        double[][] found = Decode(code, 0);
        found.Length.ShouldBe(moments);
        PoseCode.Moments(steps, every).ShouldBe(moments);
        found[^1][0].ShouldBe(frames[^1][0], 1e-4);
        found[^2][0].ShouldBe(frames[(moments - 2) * every][0], 1e-4);
    }

    private static double[][] Decode(ReportReplay replay, int body)
    {
        byte[] bytes = Base64Url.DecodeFromChars(replay.Tracks[body]);
        return
        [
            .. bytes.Chunk(PoseCode.Bytes).Select(pose => Enumerable.Range(0, PoseCode.Size).Select(i => i < 3
                ? replay.Low[i] + ((replay.High[i] - replay.Low[i]) * BinaryPrimitives.ReadUInt16LittleEndian(pose.AsSpan(2 * i)) / 65535)
                : BinaryPrimitives.ReadInt16LittleEndian(pose.AsSpan(2 * i)) / 32767.0).ToArray()),
        ];
    }
}
