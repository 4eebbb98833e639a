using Xmrl.Environments.Drone;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Environments.Tests;

public sealed class BoxTests
{
    private static readonly Box Unit = new(0, 0, 1, 1);

    [Theory]
    [InlineData(-0.5, 0.5, 0.5, 0.5, true, true)] // through the left edge
    [InlineData(-1, -1, 2, 2, true, true)] // the diagonal
    [InlineData(-0.5, 0.5, 0.5, -0.5, true, false)] // touches the corner (0, 0)
    [InlineData(-0.5, 0.25, 0.25, -0.5, false, false)] // passes the corner outside
    [InlineData(-0.5, 0.75, 0.75, -0.5, true, true)] // cuts the corner, both ends outside
    [InlineData(0.25, 0, 0.75, 0, true, false)] // along the lower edge
    [InlineData(-1, 1, 2, 1, true, false)] // along the whole upper edge and beyond
    [InlineData(1.5, 0, 2.5, 0, false, false)] // on the line of an edge, beyond it
    [InlineData(-0.5, 0.5, 0, 0.5, true, false)] // ends on the edge
    [InlineData(1, 0.5, 2, 0.5, true, false)] // begins on the edge and leaves
    [InlineData(0.25, 0.25, 0.75, 0.5, true, true)] // wholly inside
    [InlineData(0.5, 0.5, 0.5, 0.5, true, true)] // a point inside
    [InlineData(1, 1, 1, 1, true, false)] // a point on a corner
    [InlineData(1.5, 0.5, 1.5, 0.5, false, false)] // a point outside
    public void Intersection_Segment_AsByHand(double x0, double y0, double x1, double y1, bool closed, bool open)
    {
        Segment segment = new(x0, y0, x1, y1);
        Segment reversed = new(x1, y1, x0, y0);
        Unit.TouchesClosed(segment).ShouldBe(closed);
        Unit.TouchesClosed(reversed).ShouldBe(closed);
        Unit.CrossesOpen(segment).ShouldBe(open);
        Unit.CrossesOpen(reversed).ShouldBe(open);
    }

    [Fact]
    public void TouchesClosed_RandomSegments_AgreesWithDenseSampling()
    {
        // A chord shorter than the spacing of the sampled points may be missed by the sampling, never invented by it.
        RandomKey key = RandomKey.FromSeed(3);
        int missed = 0;
        for (ulong i = 0; i < 2000; i++)
        {
            Segment segment = new(At(4 * i), At((4 * i) + 1), At((4 * i) + 2), At((4 * i) + 3));
            bool sampled = Enumerable.Range(0, 401).Any(k => Unit.ContainsClosed(
                segment.X0 + (k / 400.0 * (segment.X1 - segment.X0)), segment.Y0 + (k / 400.0 * (segment.Y1 - segment.Y0))));
            bool touches = Unit.TouchesClosed(segment);
            if (sampled)
            {
                touches.ShouldBeTrue();
            }
            else if (touches)
            {
                missed++;
            }
        }

        missed.ShouldBeLessThan(20);

        double At(ulong index) => (3 * key.Uniform(index)) - 1;
    }

    [Theory]
    [InlineData(-1, 0.5, 1, 0.5, 0.5)]
    [InlineData(0.5, 3, 0.5, -1, 0.5)]
    [InlineData(0.5, 0.5, 2, 2, 0)]
    [InlineData(-1, -0.5, 1, 1.5, 0.5)]
    public void EntryOf_MeetingSegment_IsTheFirstContact(double x0, double y0, double x1, double y1, double expected) =>
        Unit.EntryOf(new Segment(x0, y0, x1, y1)).ShouldBe(expected, 1e-12);
}
