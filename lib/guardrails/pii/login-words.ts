/** Words of a text in which a login may stand, for its hint. */
export const loginHints =
  "creds cred credentials login logins logon logged log sign signed connect authenticate anmelden anmeldung einloggen eingeloggt zugangsdaten anmeldedaten logindaten zugang identifiants identifiant connexion connecter accès credenciales acceso credenciais acesso credenziali accesso inloggegevens inloggen inloggningsuppgifter logga zaloguj zalogować logowania přihlašovací conectare учётные доступ логин войти account accounts konto p psk identified requirepass masterauth securestring enable secret";
export const toolHints =
  "mysql mysqldump mysqladmin mariadb sshpass mongo mongosh mongodump mongorestore mongoexport mongoimport docker podman oc az registry nerdctl cqlsh redis valkey ldapsearch ldapmodify ldapadd ldapdelete ldapwhoami ldappasswd sqlcmd bcp osql isql smbclient smbmap rpcclient cifs htpasswd chpasswd";
