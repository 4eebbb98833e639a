namespace Xmrl.Numerics.Parallel;

/// <summary>Work failed on one of several processes. All of them throw this, with the same message.</summary>
public sealed class RankFailureException : InvalidOperationException
{
    private readonly string _detail;

    internal RankFailureException(int rank, string message, string detail, Exception? inner)
        : base(message, inner)
    {
        Rank = rank;
        _detail = detail;
    }

    /// <summary>The process that failed.</summary>
    public int Rank { get; }

    /// <summary>The message, and the place in the program of the process that failed.</summary>
    /// <returns>Text of several lines.</returns>
    public override string ToString() => $"{Message}{Environment.NewLine}{_detail}";
}
