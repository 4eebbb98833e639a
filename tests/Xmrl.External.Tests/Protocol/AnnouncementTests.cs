using System.Buffers.Binary;
using Xmrl.External.Protocol;
using Xmrl.Fixtures;

namespace Xmrl.External.Tests.Protocol;

/// <summary>What programs may announce, and what is refused.</summary>
public sealed class AnnouncementTests
{
    private const int Cases = 20_000;

    [Fact]
    public void Read_BoxAndDiscrete_GivesTheSpecification()
    {
        var read = Announcement.Read(Hello.Of());
        read.Spec.Id.ShouldBe("Line-v1");
        read.Spec.Horizon.ShouldBe(40);
        read.Spec.ObservationSize.ShouldBe(2);
        read.Spec.ObservationCentre.ShouldBe([1, 1]);
        read.Spec.ObservationScale.ShouldBe([0.5, 0.5]);
        read.Spec.ActionSize.ShouldBe(1);
        read.Spec.ActionChoices.ShouldBe(3);
        read.Spec.ScoreName.ShouldBe("success rate");
        read.Spec.TaskParameterNames.ShouldBe(["slope"]);
        read.SamplesTasks.ShouldBeFalse();
    }

    [Fact]
    public void Read_UnboundedBoxOfSeveralDimensions_IsFlatAndNotScaled()
    {
        var read = Announcement.Read(Hello.Of(observation: space => space.Box([2, 3], float.NegativeInfinity, float.MaxValue)));
        read.Spec.ObservationSize.ShouldBe(6);
        read.Spec.ObservationCentre.ShouldBe([0, 0, 0, 0, 0, 0]);
        read.Spec.ObservationScale.ShouldBe([1, 1, 1, 1, 1, 1]);
    }

    [Fact]
    public void Read_Normalisation_IsTaken()
    {
        var read = Announcement.Read(Hello.Of(end: rest => rest.Write((byte)1).Write(1.0).Write(2.0).Write(0.5).Write(-4.0)));
        read.Spec.ObservationCentre.ShouldBe([1, 2]);
        read.Spec.ObservationScale.ShouldBe([0.5, -4]);
    }

    [Fact]
    public void Observation_MultiDiscrete_IsOneHot()
    {
        var read = Announcement.Read(Hello.Of(observation: space => space.MultiDiscrete(2, 3)));
        byte[] row = new byte[read.Observations.Bytes];
        BinaryPrimitives.WriteInt32LittleEndian(row, 1);
        BinaryPrimitives.WriteInt32LittleEndian(row.AsSpan(4), 2);
        Real[] seen = new Real[read.Spec.ObservationSize];
        read.Observations.Read(row, seen).ShouldBe(-1);
        seen.ShouldBe([0, 1, 0, 0, 1]);
        BinaryPrimitives.WriteInt32LittleEndian(row.AsSpan(4), 3);
        read.Observations.Read(row, seen).ShouldBe(1);
        read.Observations.Describe(row, 1).ShouldBe("3; 0 to 2 expected");
    }

    [Fact]
    public void Action_MultiDiscrete_NumbersAllCombinations()
    {
        var read = Announcement.Read(Hello.Of(action: space => space.MultiDiscrete(2, 3, 4)));
        read.Spec.ActionChoices.ShouldBe(24);
        byte[] row = new byte[read.Actions.Bytes];
        HashSet<(int, int, int)> seen = [];
        for (int choice = 0; choice < 24; choice++)
        {
            read.Actions.Write([choice], row);
            int[] parts = [.. Enumerable.Range(0, 3).Select(i => BinaryPrimitives.ReadInt32LittleEndian(row.AsSpan(4 * i)))];
            (((parts[0] * 3) + parts[1]) * 4 + parts[2]).ShouldBe(choice);
            seen.Add((parts[0], parts[1], parts[2]));
        }

        seen.Count.ShouldBe(24);
        Should.Throw<ArgumentException>(() => read.Actions.Write([24], row)).Message.ShouldContain("0 to 23; found 24");
        Should.Throw<ArgumentException>(() => read.Actions.Write([Real.NaN], row));
    }

    [Theory]
    [InlineData(-2, -5)]
    [InlineData(-1, -5)]
    [InlineData(0, 2)]
    [InlineData(1, 9)]
    [InlineData(7, 9)]
    [InlineData(double.NaN, 2)]
    public void Action_BoundedBox_IsScaledAndClipped(double action, float expected)
    {
        var read = Announcement.Read(Hello.Of(action: space => space.Box([1], -5, 9)));
        byte[] row = new byte[read.Actions.Bytes];
        read.Actions.Write([(Real)action], row);
        BinaryPrimitives.ReadSingleLittleEndian(row).ShouldBe(expected);
    }

    [Fact]
    public void Action_UnboundedBox_IsItself()
    {
        var read = Announcement.Read(Hello.Of(action: space => space.Box([1], float.MinValue, float.MaxValue)));
        byte[] row = new byte[read.Actions.Bytes];
        read.Actions.Write([(Real)(-7.5)], row);
        BinaryPrimitives.ReadSingleLittleEndian(row).ShouldBe(-7.5f);
    }

    [Fact]
    public void Read_WhatCannotBeUsed_SaysWhy()
    {
        Refusal(Hello.Of(id: "Line")).ShouldContain("'Line'; letters and digits with a version expected");
        Refusal(Hello.Of(horizon: 0)).ShouldContain("a horizon of 0; 1 to 1000000 are allowed");
        Refusal(Hello.Of(abilities: 8)).ShouldContain("abilities 0x08");
        Refusal(Hello.Of(abilities: 4)).ShouldContain("states of 0 numbers with the ability");
        Refusal(Hello.Of(state: 3)).ShouldContain("states of 3 numbers without the ability");
        Refusal(Hello.Of(observation: space => space.Box([2], 3, 1))).ShouldContain("between 3 and 1 in component 0");
        Refusal(Hello.Of(observation: space => space.Box([2], float.NaN, 1))).ShouldContain("between NaN and 1");
        Refusal(Hello.Of(observation: space => space.Box([4000, 4000], 0, 1))).ShouldContain("16000000 or more components");
        Refusal(Hello.Of(observation: space => space.MultiDiscrete(4000, 4000))).ShouldContain("observations of 8000 choices");
        Refusal(Hello.Of(action: space => space.MultiDiscrete(100, 100))).ShouldContain("actions of 100 × 100 choices; at most 1024");
        Refusal(Hello.Of(action: space => space.Discrete(0))).ShouldContain("a number of choices of actions of 0");
        Refusal(Hello.Of(action: space => space.Write((byte)9))).ShouldContain("a space of kind 9");
        Refusal(Hello.Of(action: space => space.Write((byte)0xFF).Text("Dict"))).ShouldContain("actions of the space Dict");
        Refusal(Hello.Of(end: rest => rest.Write((byte)0).Write((byte)0))).ShouldContain("1 bytes too many");
        Refusal(Hello.Of(end: rest => rest.Write((byte)1).Write(0.0))).ShouldContain("2 centres and as many scales");
    }

    [Fact]
    public void Read_HostileBytes_AnswersOrRefuses()
    {
        (int accepted, int refused) = Fuzzer.Run(
            new FuzzTarget
            {
                Name = "announcements",
                Corpus =
                [
                    Hello.Of(),
                    Hello.Of(
                        abilities: 7, state: 4, observation: space => space.MultiDiscrete(2, 3), action: space => space.Box([2, 2], -1, 1)),
                    Hello.Of(end: rest => rest.Write((byte)1).Write(1.0).Write(2.0).Write(0.5).Write(-4.0)),
                ],
                Tokens = ["\0", "\u0001", "\u0002", "\u0003", "\u007f", "Line-v1", "slope", "-v2"],
                Read = bytes =>
                {
                    var read = Announcement.Read(bytes);
                    read.Spec.ObservationCentre.Length.ShouldBe(read.Spec.ObservationSize);
                    read.Spec.ObservationScale.ShouldAllBe(scale => double.IsFinite(scale) && scale != 0);
                    read.Spec.ActionSize.ShouldBePositive();
                },
                Fault = error => error is ProtocolException ? null : "an exception that is not documented",
                MemoryPerByte = 4000,
            },
            Cases,
            seed: 31);
        accepted.ShouldBePositive();
        refused.ShouldBePositive();
    }

    private static string Refusal(byte[] hello) => Should.Throw<ProtocolException>(() => Announcement.Read(hello)).Message;
}
