namespace Xmrl.Mpi;

/// <summary>MPI is missing, of an unknown kind, or does not fit the program that started the processes. The message says what to
/// do.</summary>
public sealed class MpiException : InvalidOperationException
{
    /// <summary>Creates an exception.</summary>
    /// <param name="message">A sentence for users.</param>
    public MpiException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with its cause.</summary>
    /// <param name="message">A sentence for users.</param>
    /// <param name="inner">The cause.</param>
    public MpiException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
