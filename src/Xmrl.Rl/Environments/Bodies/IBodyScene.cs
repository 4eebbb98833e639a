namespace Xmrl.Rl.Environments.Bodies;

/// <summary>Capability of a family whose tasks are moved bodies: says where these are, so that episodes can be shown in space.</summary>
internal interface IBodyScene
{
    /// <summary>Seconds that a step simulates.</summary>
    public double SecondsPerStep { get; }

    /// <summary>The same environments, whose first copy writes to a recording at every reset and step. Nothing that they compute
    /// changes.</summary>
    /// <param name="recording">Receives the bodies of the last episode.</param>
    public IEnvironmentFamily Recorded(BodyRecording recording);

    /// <summary>What a task asks for, in space.</summary>
    /// <param name="task">A valid task.</param>
    public IReadOnlyList<BodyAim> Aims(MdpTask task);
}
