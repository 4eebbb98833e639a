using System.Diagnostics;

namespace Xmrl.Rl.Environments.Bodies;

/// <summary>Where the bodies were at each moment of the last episode of an environment's first copy. Not safe for concurrent
/// writers.</summary>
internal sealed class BodyRecording
{
    /// <summary>Numbers of a pose: position in metres, then a unit quaternion (w, x, y, z).</summary>
    public const int PoseSize = 7;

    private readonly List<double[]> _frames = [];

    /// <summary>What the poses are of; null before the first episode.</summary>
    public BodyModel? Model { get; private set; }

    /// <summary>Poses of all bodies at the reset and after each step. Shape [T + 1][bodies · <see cref="PoseSize"/>].</summary>
    public IReadOnlyList<double[]> Frames => _frames;

    /// <summary>Forgets the last episode: one begins.</summary>
    /// <param name="model">What its poses are of.</param>
    public void Begin(BodyModel model)
    {
        Model = model;
        _frames.Clear();
    }

    /// <summary>A moment of the episode.</summary>
    /// <param name="poses">Poses of all bodies, which belong to the recording from now on. Shape [bodies · <see
    /// cref="PoseSize"/>].</param>
    public void Add(double[] poses)
    {
        Debug.Assert(poses.Length == Model!.Bodies.Count * PoseSize, "A pose has a position and a quaternion.");
        _frames.Add(poses);
    }
}
